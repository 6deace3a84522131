const rows = [
	['Canvas backpack', 'camping', 64],
	['Wool beanie', 'clothing', 18.5],
	['Trail running shoes', 'running', 119],
	['Linen shirt', 'clothing', 45],
	['Steel water bottle', 'camping', 22],
	['Rain jacket', 'clothing', 139],
	['Merino socks', 'running', 14.9],
	['Camping stove', 'camping', 58],
	['Head torch', 'camping', 35],
	['Leather belt', 'clothing', 29],
	['Running cap', 'running', 24],
	['Sports watch', 'running', 189],
] as const;

/** What the shop sells, with the IDs of the products that the demo's events name. */
export const products = rows.map(([title, category, price], index) => ({
	item_id: `seed-${index + 1}`,
	...{ title, category, price },
}));

export type ShopProduct = (typeof products)[number];

const hues = { camping: 150, clothing: 265, running: 20 };

/** The products of a category have one colour, so that a change of the recommendations is seen. */
export function pictureOf({ title, category }: ShopProduct): string {
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 110">
		<rect width="160" height="110" fill="hsl(${hues[category]} 40% 48%)"/>
		<text x="80" y="72" font-size="48" font-family="sans-serif" font-weight="bold" fill="#fffc"
			text-anchor="middle">${title[0]}</text></svg>`;
}
