// An ID as text, since a shop may write 42 in one place and "42" in another.
function idText(value) {
	const isText = typeof value === 'string' && value.trim() !== '';
	return isText || Number.isSafeInteger(value) ? String(value).trim() : null;
}

// A number as JSON, PHP and MySQL write it: 19.9, "2", "100.0000". Not a number for all else.
function amountOf(value) {
	const isPlain = /^(number|string)$/.test(typeof value) && /^\d+(\.\d+)?$/.test(value);
	return isPlain ? Number(Number(value).toFixed(4)) : NaN;
}
