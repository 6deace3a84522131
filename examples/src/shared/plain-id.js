// A stranger may post a link in place of an ID.
function isPlainId(id) {
	return /^[^:<>@]{1,40}$/.test(id);
}
