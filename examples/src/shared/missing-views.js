// include ./json.js
// include ./missing-of.js
// Anybody can post a view, so what visitors viewed stops no upload. health shows this text.
function missingViews(products) {
	const { fields, orders_of: isOneOfSeveral } = $('Your Shop').first().json;
	const [idField] = Object.keys(fields);
	const ids = new Set(products.map((product) => String(product[idField] ?? '').trim()));
	const viewed = jsonOf('Read Viewed Items').map((row) => row.name);
	return isOneOfSeveral.trim() ? '' : missingOf(ids, viewed, 'viewed');
}
