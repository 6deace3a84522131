// include ./json.js
// include ./run.js
// include ./bestsellers-of.js
// The row of the shop in the data table. Between two nights, it keeps its products and gets their stock and prices.
function bestsellersIn(rows, fields) {
	if (runOf().isWhole) return bestsellersOf(rows, fields);
	const [idField] = Object.keys(fields);
	const changed = new Map(rows.map((row) => [String(row[idField]), row]));
	const [row] = jsonOf('Read Bestsellers');
	const items = JSON.parse(row?.items ?? '[]');
	const corrected = items.map((item) => ({ ...item, ...changed.get(String(item.item_id)) }));
	return rowOf({ at: row?.at ?? 0, origin: row?.origin ?? 'newest' }, corrected);
}
