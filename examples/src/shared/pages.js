// What the pages of a shop hold, by ID. At night each has to be there once, as many as the shop counts.
function allOf(pages, isFull, idOf = ({ id }) => id) {
	const all = pages.flatMap(({ list }) => list);
	const byId = new Map(all.map((each) => [String(idOf(Object(each)) ?? '').trim(), each]));
	const odd = JSON.stringify(byId.get(''))?.slice(0, 200);
	if (byId.has('')) throw new Error(`Not a product with an ID: ${odd}`);
	const { size } = byId;
	const isWhole = size === all.length && pages.every(({ total }) => Number(total) === size);
	if (isWhole || !isFull) return [...byId.values()];
	const counts = [...new Set(pages.map(({ total }) => total))].join(', then ');
	const held = `${all.length} (${size} different)`;
	throw new Error(`The shop counts ${counts}, its pages hold ${held}. Try again if it changed.`);
}
