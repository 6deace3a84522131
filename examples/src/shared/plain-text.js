// A text of HTML as visitors read it: OpenCart saves the name 30" as 30&quot;.
function plainText(html) {
	const signs = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', euro: '€' };
	const signOf = (entity, name, code, hex) =>
		code || hex ? String.fromCodePoint(code ?? `0x${hex}`) : (signs[name] ?? entity);
	const text = String(html).replace(/<\/?[a-z][^<>]*>/gi, '');
	return text.replace(/&([a-z]+|#(\d{1,6})|#x([\da-f]{1,5}));/gi, signOf);
}
