// include ./json.js
// The first row of fields is the ID, whatever Kainic calls it.
function checkCatalog(products, fields) {
	const [[idField, source]] = Object.entries(fields);
	const keyOf = (product) => String(product[idField] ?? '').trim();
	const ids = new Map(products.map((product) => [keyOf(product), product]));
	const bad = products.filter((each) => keyOf(each) === '' || ids.get(keyOf(each)) !== each);
	const some = bad.slice(0, 3).map((each) => Object.values(each).slice(0, 3).join(' '));
	if (bad.length > 0)
		throw new Error(
			`${bad.length} products have no ${source} of their own, for example ${some.join(', ')}.`,
		);
	const [price] =
		Object.entries(fields).find(([, name]) => /(^|[ ,])(g:)?price$/i.test(name)) ?? [];
	for (const field of [price, 'title', 'url'].filter((name) => name in fields)) {
		const without = products.filter((each) => !(field === price ? each[field] > 0 : each[field]));
		if (without.length > products.length / 2)
			throw new Error(
				`${without.length} of ${products.length} products have no ${field === price ? 'price above 0' : fields[field]}. Correct fields.${field} in Your Shop. To send none, delete this row.`,
			);
	}
	const sold = missingOf(
		ids,
		jsonOf('Read Sold Items').map((row) => row.item_id),
		'sold',
	);
	if (sold === '') return;
	throw new Error(
		`The catalog does not have ${sold}. Orders and catalog need the same IDs. To upload anyway, enter none as orders_of in Your Shop.`,
	);
}

// Anybody can post a view, so what visitors viewed stops no upload. health shows this text.
function missingViews(products) {
	const { fields, orders_of: isOneOfSeveral } = $('Your Shop').first().json;
	const [idField] = Object.keys(fields);
	const ids = new Set(products.map((product) => String(product[idField] ?? '').trim()));
	const viewed = jsonOf('Read Viewed Items').map((row) => row.name);
	return isOneOfSeveral.trim() ? '' : missingOf(ids, viewed, 'viewed');
}

// The products that a catalog does not have, if they are most of those that were sold or viewed last.
function missingOf(catalog, products, what) {
	const all = [...new Set(products.filter(Boolean))];
	const missing = all.filter((id) => !catalog.has(id));
	if (missing.length < 3 || missing.length <= all.length / 2) return '';
	// A stranger's view may have a link in place of an ID.
	const some = missing.filter((id) => /^[^:<>@]{1,40}$/.test(id)).slice(0, 3);
	const examples = some.length > 0 ? `, for example ${some.join(', ')}` : '';
	return `${missing.length} of the ${all.length} products ${what} last${examples}`;
}
