// include ./run.js
// include ./catalog.js
// include ./bestsellers.js
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
	const isFilled = ([, value]) => value !== '';
	const complete = things.map((thing) => {
		const valueOf = (name, isStrict) =>
			/price$/i.test(name) ? priceOf(thing[name], thing.id, isStrict) : (thing[name] ?? '');
		const entries = Object.entries(fields);
		const values = entries.map((entry) => [entry[0], valueOf(entry[1], isSent(entry))]);
		return Object.fromEntries(values.filter(isFilled));
	});
	const all = complete.map((row) => Object.fromEntries(Object.entries(row).filter(isSent)));
	if (isWhole) checkCatalog(all, fields);
	const rows = all.filter((row) => row[idField] !== undefined);
	if (isWaiting || rows.length === 0) return [];
	const data = Buffer.from(JSON.stringify(rows)).toString('base64');
	const file = { data, mimeType: 'application/json', fileName: 'products.json' };
	const reason = isWhole ? missingViews(rows) : '';
	const bestsellers = bestsellersIn(complete, fields);
	const json = { products: rows.length, whole: isWhole, reason, bestsellers };
	return [{ json, binary: { data: file } }];
}

function priceOf(price, id, isStrict) {
	const text = String(price ?? '').trim();
	if (/^(\d+(\.\d+)?)?$/.test(text)) return text && Number(text);
	if (!isStrict) return '';
	throw new Error(`The price of product ${id} is not a number: "${text.slice(0, 60)}".`);
}
