// One row for each thing that can be bought: a product, or each variation of it. item_id is the ID that orders name.
const isFull = $('Every Night').isExecuted;
const pages = $('Product Pages')
	.all()
	.map(({ json }) => json);
let { moved } = $('Check Pages').first().json;
// A product that moved between two pages came twice: the later one counts.
const products = new Map(pages.flatMap(({ body }) => body).map((product) => [product.id, product]));
const variations = $('Variation Pages').isExecuted ? readVariations() : new Map();
const rows = [...products.values()].flatMap((product) => {
	// What a grouped product holds is there by itself.
	if (product.type === 'grouped') return [];
	const items = variations.get(product.id) ?? [product];
	return items
		.filter(({ purchasable }) => purchasable !== false)
		.map((item) => rowOf(item, product));
});
if (isFull && rows.length === 0) throw new Error('The shop has nothing that can be bought');
// The shop's own clock, by which the next run asks what changed.
const read_at = new Date(pages[0].headers.date).toISOString();
return rows.length === 0 ? [] : [{ json: { read_at, moved, rows } }];

function rowOf(item, product) {
	const ids = { item_id: String(item.id), parent_id: String(product.id) };
	const stock = {
		in_stock: item.stock_status !== 'outofstock',
		stock: numberOf(item.stock_quantity),
	};
	if (!isFull) return { ...ids, ...stock };
	const options =
		item === product ? [] : (item.attributes ?? []).map(({ option }) => option).filter(Boolean);
	return {
		...ids,
		title: plain([product.name, options.join(', ')].filter(Boolean).join(' – ')),
		sku: item.sku || undefined,
		price: numberOf(item.price),
		url: item.permalink,
		image_url: item.image?.src ?? product.images?.[0]?.src,
		categories: (product.categories ?? []).map(({ name }) => plain(name)),
		...stock,
	};
}

// WordPress writes names as HTML.
function plain(html) {
	const signs = { amp: '&', lt: '<', gt: '>', quot: '"' };
	return String(html).replace(/&(?:#(\d{1,6})|(amp|lt|gt|quot));/g, (_, code, name) =>
		code === undefined ? signs[name] : String.fromCodePoint(Number(code)),
	);
}

// A page belongs to the product that it was asked for.
function readVariations() {
	const wanted = $('Check Pages').all();
	const found = new Map(wanted.map(({ json }) => [json.id, []]));
	const totals = new Map();
	for (const { json: page, pairedItem } of $('Variation Pages').all()) {
		const { id } = wanted[pairedItem.item].json;
		if (!Array.isArray(page.body))
			throw new Error(
				`The variations of product ${id} are not a list, but ${JSON.stringify(page.body ?? page.data)?.slice(0, 100)}`,
			);
		if (page.body.some((variation) => typeof variation?.id !== 'number'))
			throw new Error(
				`The variations of product ${id} hold something else: ${JSON.stringify(page.body)?.slice(0, 100)}`,
			);
		found.get(id).push(...page.body);
		totals.set(id, Number(page.headers?.['x-wp-total']));
	}
	for (const [id, list] of found) {
		const distinct = new Map(list.map((variation) => [variation.id, variation]));
		found.set(id, [...distinct.values()]);
		if (distinct.size === list.length && list.length === totals.get(id)) continue;
		if (isFull)
			throw new Error(
				`The shop counts ${totals.get(id)} variations of product ${id}, but its pages hold ${distinct.size}`,
			);
		moved = true;
	}
	return found;
}

// Prices are texts, and empty if there is none.
function numberOf(value) {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return Number.isFinite(number) ? number : undefined;
}
