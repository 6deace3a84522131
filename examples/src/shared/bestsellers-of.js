// include ./json.js
// include ./choose-cards.js
// The products that a page can show: those that sold best in 30 days, then the newest.
function bestsellersOf(rows, fields) {
	const [idField] = Object.keys(fields);
	const needed = ['title', 'url', 'image_url', 'price'].filter((name) => name in fields);
	const cards = rows
		.filter((row) => needed.every((name) => row[name]))
		.map((row) => ({ item_id: row[idField], ...row }))
		.reverse()
		.sort((a, b) => b.item_id - a.item_id || 0);
	const itemOf = ({ item_id }) => String(item_id);
	const productOf = ({ item_id, parent_id }) => `product ${parent_id || item_id}`;
	const known = new Map(cards.map((card) => [itemOf(card), card]));
	const written = jsonOf('Read Sold Items').filter(({ state }) => state !== 'on_hold');
	const units = new Map();
	for (const line of new Map(written.map((row) => [row.event_id, row])).values()) {
		const quantity = line.event_name === 'refund' ? -line.quantity : line.quantity;
		for (const key of [itemOf(line), productOf(known.get(itemOf(line)) ?? line)])
			units.set(key, (units.get(key) ?? 0) + (quantity || 0));
	}
	const unitsOf = (key) => Math.max(units.get(key) ?? 0, 0);
	const difference = (a, b, keyOf) => unitsOf(keyOf(b)) - unitsOf(keyOf(a));
	cards.sort((a, b) => difference(a, b, productOf) || difference(a, b, itemOf));
	const items = chooseCards([], cards, { excluded: [], limit: 24 });
	const origin = items.some((card) => unitsOf(productOf(card)) > 0) ? 'orders' : 'newest';
	return rowOf({ at: Date.now(), origin }, items);
}

function rowOf({ at, origin }, items) {
	const shop = $('Your Shop').first().json.store_id.trim();
	return { shop, at, origin, items: JSON.stringify(items) };
}
