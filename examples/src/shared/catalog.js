// Each product has an ID of its own. A whole catalog has a price, and the products that the shop sold last.
function checkCatalog(products, fields) {
	const keyOf = ({ item_id: id }) => String(id ?? '').trim();
	const ids = new Map(products.map((product) => [keyOf(product), product]));
	const bad = ids.get('') ?? products.find((product) => ids.get(keyOf(product)) !== product);
	if (bad) throw new Error(`No item_id, or the same twice: ${JSON.stringify(bad).slice(0, 200)}`);
	const [price] = Object.entries(fields).find(([, name]) => /^(g:)?price$/i.test(name)) ?? [];
	const free = price ? products.filter((product) => !product[price] || product[price] <= 0) : [];
	if (free.length > products.length / 2)
		throw new Error(
			`${free.length} of ${products.length} products have no price above 0. To send no prices, delete fields.${price}.`,
		);
	const sold = [...new Set(jsonOf('Read Sold Items').flatMap((row) => row.item_id || []))];
	const missing = sold.filter((id) => !ids.has(id));
	if (missing.length < 3 || missing.length <= sold.length / 2) return;
	throw new Error(
		`The catalog does not have ${missing.length} of the ${sold.length} products sold last, for example ${missing.slice(0, 3).join(', ')}. Orders and catalog need the same IDs. To upload anyway, enter none as orders_of in Your Shop.`,
	);
}
