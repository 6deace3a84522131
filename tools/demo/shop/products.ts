const rows = [
	['Canvas backpack', 'camping', 64],
	['Wool beanie', 'clothing', 18.5],
	['Trail running shoes', 'running shoes', 119],
	['Linen shirt', 'clothing', 45],
	['Steel water bottle', 'camping', 22],
	['Rain jacket', 'clothing', 139],
	['Merino socks', 'running', 14.9],
	['Camping stove', 'camping', 58],
	['Head torch', 'camping', 35],
	['Leather belt', 'clothing', 29],
	['Running cap', 'running', 24],
	['Sports watch', 'running', 189],
	['Road running shoes', 'running shoes', 129],
	['Winter running shoes', 'running shoes', 149],
	['Light racing shoes', 'running shoes', 159],
	['Cushioned running shoes', 'running shoes', 139],
	['Barefoot running shoes', 'running shoes', 99],
	['Waterproof running shoes', 'running shoes', 145],
] as const;

/** What the shop sells, with the IDs of the products that the demo's events name. */
export const products = rows.map(([title, category, price], index) => ({
	item_id: `seed-${index + 1}`,
	...{ title, category, price },
}));

export type ShopProduct = (typeof products)[number];

/** The products with their addresses, as the catalog workflow uploads them. */
export const catalogOf = (shopUrl: string) =>
	products.map((product) => ({
		...product,
		url: `${shopUrl}/shop/${product.item_id}`,
		image_url: `${shopUrl}/pictures/${product.item_id}`,
	}));

/** What the shop sells most, best first. It shows these products if Kainic recommends nothing. */
export const bestsellers = ['seed-5', 'seed-2', 'seed-12', 'seed-6', 'seed-9', 'seed-7'];
