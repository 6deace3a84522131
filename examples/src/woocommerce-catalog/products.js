/* global allOf -- shared/pages.js */
/* global rowsOf -- shared/rows.js */

// What can be bought: each product, or each of its variations. Its ID is the one that orders name.
const isFull = $('Every Night').isExecuted;
const parents = $('With Variations').all();
const variations = $('Variation Pages').isExecuted ? $('Variation Pages').all() : [];
const things = allOf($('Product Pages').all().map(pageOf), isFull)
	.flatMap((product) => itemsOf(product).map((item) => thingOf(item, product)))
	// What a grouped product holds is there by itself.
	.filter(({ type, purchasable }) => type !== 'grouped' && purchasable !== false);
return rowsOf(things, isFull);

function itemsOf(product) {
	const own = variations.filter(({ pairedItem: { item } }) => parents[item].json.id === product.id);
	return own.length > 0 ? allOf(own.map(pageOf), isFull) : [product];
}

function thingOf(item, product) {
	const options = item === product ? [] : item.attributes.map(({ option }) => option);
	return {
		...item,
		...{ id: String(item.id), parent_id: String(product.id) },
		title: plain([product.name, options.join(', ')].filter(Boolean).join(' – ')),
		// Prices are texts, and empty if there is none.
		price: item.price && Number(item.price),
		image_url: item.image?.src ?? product.images[0]?.src,
		categories: product.categories.map(({ name }) => plain(name)),
		in_stock: item.stock_status !== 'outofstock',
	};
}

function pageOf({ json: { body, data, headers } }) {
	return { list: body ?? data, total: headers['x-wp-total'] };
}

// WordPress writes names as HTML.
function plain(html) {
	const signs = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };
	return html.replace(/&#?(\w{1,6});/g, (whole, name) => {
		return signs[name] ?? (Number(name) ? String.fromCodePoint(name) : whole);
	});
}
