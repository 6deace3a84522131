// The products on the pages of a shop: as many as it counts, or more in a stock run, when they change meanwhile.
function allOf(pages, isWhole, keyOf = ({ id }) => id) {
	const all = pages.flatMap(({ list }) => list);
	const byId = new Map(all.map((each) => [String(keyOf(Object(each)) ?? '').trim(), each]));
	const odd = JSON.stringify(byId.get(''))?.slice(0, 200);
	if (byId.has('')) throw new Error(`This is not a product with an ID: ${odd}`);
	const [{ size }, totals] = [byId, pages.map(({ total }) => Number(total ?? NaN))];
	const isExact = size === all.length && totals.every((total) => total === size);
	const isEnough = !isWhole && size >= totals[0] && !totals.some(Number.isNaN);
	if (isExact || isEnough) return [...byId.values()];
	const counts = [...new Set(totals)].join(', then ');
	const held = `${all.length} (${size} different)`;
	throw new Error(`The shop reports ${counts} products, its pages have ${held}. Try again.`);
}
