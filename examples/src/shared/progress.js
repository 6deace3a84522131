// include ./json.js
// If there are two rows of progress, the oldest one counts. Delete Old Events removes the other.
function progressOf() {
	return jsonOf('Read Progress').sort((a, b) => a.id - b.id)[0];
}
