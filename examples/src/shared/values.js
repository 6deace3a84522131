// An ID as text, since a shop may write 42 in one place and "42" in another.
function idText(value) {
	const isText = typeof value === 'string' && value.trim() !== '';
	return isText || Number.isSafeInteger(value) ? String(value).trim() : null;
}

// A number as JSON, PHP and MySQL write it: 19.9, "2", "100.0000". NaN for anything else.
function amountOf(value) {
	const isPlain = /^(number|string)$/.test(typeof value) && /^-?\d+(\.\d+)?$/.test(value);
	return isPlain ? Number(Number(value).toFixed(4)) : NaN;
}

// A text of HTML as visitors read it: OpenCart saves the name 30" as 30&quot;.
function plainText(html) {
	const signs = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', euro: '€' };
	const signOf = (entity, name, code, hex) =>
		code || hex ? String.fromCodePoint(code ?? `0x${hex}`) : (signs[name] ?? entity);
	const text = String(html).replace(/<\/?[a-z][^<>]*>/gi, '');
	return text.replace(/&([a-z]+|#(\d{1,6})|#x([\da-f]{1,5}));/gi, signOf);
}
