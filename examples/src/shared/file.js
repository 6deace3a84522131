// All things in one file, with the fields of Your Shop; a stock run sends a few of them.
function fileOf(things) {
	const { whole, started } = $('Lock Shop').first().json;
	const { fields, stock_fields: stock, night_minutes: night } = $('Your Shop').first().json;
	const minutes = whole ? night : 14;
	if (whole && things.length === 0) throw new Error('The shop has no products for sale.');
	if (Date.now() > started + minutes * 60_000)
		throw new Error(`Reading the shop took longer than ${minutes} minutes.`);
	const isSent = ([field]) => whole || stock.split(/[ ,]+/).includes(field);
	const wanted = Object.entries(fields).filter(isSent);
	const rows = things.map((thing) => {
		const values = wanted.map(([field, name]) => [field, thing[name] ?? '']);
		return Object.fromEntries(values.filter(([, value]) => value !== ''));
	});
	const data = Buffer.from(JSON.stringify(rows)).toString('base64');
	const file = { data, mimeType: 'application/json', fileName: 'products.json' };
	return rows.length > 0 ? [{ json: { products: rows.length }, binary: { data: file } }] : [];
}
