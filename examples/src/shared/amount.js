// A number as JSON, PHP and MySQL write it: 19.9, "2", "100.0000". NaN for anything else.
function amountOf(value) {
	const isPlain = /^(number|string)$/.test(typeof value) && /^-?\d+(\.\d+)?$/.test(value);
	return isPlain ? Number(Number(value).toFixed(4)) : NaN;
}
