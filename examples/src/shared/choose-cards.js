// The cards of an answer: in stock, one for each product, and none of `excluded`. Bestsellers fill up to `limit`.
function chooseCards(items, bestsellers, { excluded, limit }) {
	const idsIn = (ids) =>
		ids.filter((id) => /^(string|number)$/.test(typeof id) && id !== '').map(String);
	const seen = new Set(idsIn(excluded));
	const lists = Object.entries({ kainic: items, bestsellers });
	const all = lists.flatMap(([source, list]) =>
		list.map((item) => ({ ...(item?.item_id ? item : { item_id: item }), source })),
	);
	return all
		.filter(({ item_id, parent_id, in_stock, stock }) => {
			const ids = idsIn([item_id, parent_id]);
			const isEmpty = (stock ?? '') !== '' && stock <= 0;
			const isSoldOut = String(in_stock) === 'false' || (String(in_stock) !== 'true' && isEmpty);
			if (isSoldOut || ids.length === 0 || ids.some((id) => seen.has(id))) return false;
			return ids.forEach((id) => seen.add(id)) ?? true;
		})
		.slice(0, limit)
		.map((item, index) => ({ ...item, rank: index + 1 }));
}
