// The products in one file, with the fields of Your Shop; a stock run sends a few of them.
function fileOf(things) {
	const { isWhole, isWaiting, minutes, started } = runOf();
	const { fields, stock_fields: stock } = $('Your Shop').first().json;
	const isBySku = fields.item_id === 'sku';
	if (isWhole && things.length === 0) throw new Error('The shop has no products for sale.');
	if (isWhole && isBySku) checkSkus(things);
	if (Date.now() > started + minutes * 60_000)
		throw new Error(`Reading the shop took longer than ${minutes} minutes.`);
	const isSent = ([field]) => isWhole || stock.split(/[ ,]+/).includes(field);
	const wanted = Object.entries(fields).filter(isSent);
	const named = things.filter(({ sku }) => sku || !isBySku);
	const rows = named.map((thing) => {
		const valueOf = (name) => (/price$/i.test(name) ? priceOf(thing[name], thing.id) : thing[name]);
		const values = wanted.map(([field, name]) => [field, valueOf(name) ?? '']);
		return Object.fromEntries(values.filter(([, value]) => value !== ''));
	});
	if (isWhole) checkCatalog(rows, fields);
	if (isWaiting || rows.length === 0) return [];
	const data = Buffer.from(JSON.stringify(rows)).toString('base64');
	const file = { data, mimeType: 'application/json', fileName: 'products.json' };
	return [{ json: { products: rows.length, whole: isWhole }, binary: { data: file } }];
}

// As item_id, a SKU has to be there, and only once.
function checkSkus(things) {
	const idOf = new Map(things.map(({ sku, id }) => [sku, id]));
	const bad = things.filter(({ sku, id }) => !sku || idOf.get(sku) !== id).map(({ id }) => id);
	if (bad.length === 0) return;
	throw new Error(
		`${bad.length} products have no SKU of their own, for example ${bad.slice(0, 3).join(', ')}. Enter id as fields.item_id in Your Shop, or give each product its own SKU.`,
	);
}

// Prices are texts, and empty if there is none.
function priceOf(price, id) {
	const text = String(price ?? '').trim();
	if (/^(\d+(\.\d+)?)?$/.test(text)) return text && Number(text);
	throw new Error(`The price of product ${id} is not a number: "${text.slice(0, 60)}".`);
}
