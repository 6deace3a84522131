// An ID as text, since a shop may write 42 in one place and "42" in another.
function idText(value) {
	const isText = typeof value === 'string' && value.trim() !== '';
	return isText || Number.isSafeInteger(value) ? String(value).trim() : null;
}
