// include ./json.js
// include ./missing-of.js
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
		jsonOf('Read Sold Items')
			.filter((row) => row.event_name !== 'refund')
			.slice(0, 100)
			.map((row) => row.item_id),
		'sold',
	);
	if (sold === '') return;
	throw new Error(
		`The catalog does not have ${sold}. Orders and catalog need the same IDs. To upload anyway, enter none as orders_of in Your Shop.`,
	);
}
