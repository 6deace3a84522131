// include ./run.js
// include ./catalog.js
// include ./missing-views.js
function fileOf(things) {
	const { isWhole, isWaiting } = runOf();
	const { fields, stock_fields: stock } = $('Your Shop').first().json;
	if (isWhole && things.length === 0) throw new Error('The shop has no products for sale.');
	const [idField] = Object.keys(fields);
	const names = stock.split(/[ ,]+/).filter(Boolean);
	const unknown = names.find((name) => !(name in fields));
	if (unknown) throw new Error(`stock_fields has ${unknown}, but fields.${unknown} is not there.`);
	const isSent = ([field]) => isWhole || field === idField || names.includes(field);
	const wanted = Object.entries(fields).filter(isSent);
	const all = things.map((thing) => {
		const valueOf = (name) => (/price$/i.test(name) ? priceOf(thing[name], thing.id) : thing[name]);
		const values = wanted.map(([field, name]) => [field, valueOf(name) ?? '']);
		return Object.fromEntries(values.filter(([, value]) => value !== ''));
	});
	if (isWhole) checkCatalog(all, fields);
	const rows = all.filter((row) => row[idField] !== undefined);
	if (isWaiting || rows.length === 0) return [];
	const data = Buffer.from(JSON.stringify(rows)).toString('base64');
	const file = { data, mimeType: 'application/json', fileName: 'products.json' };
	const reason = isWhole ? missingViews(rows) : '';
	return [{ json: { products: rows.length, whole: isWhole, reason }, binary: { data: file } }];
}

function priceOf(price, id) {
	const text = String(price ?? '').trim();
	if (/^(\d+(\.\d+)?)?$/.test(text)) return text && Number(text);
	throw new Error(`The price of product ${id} is not a number: "${text.slice(0, 60)}".`);
}
