const { isWhole } = runOf();
const asked = $('Check Products').all();
const variations = new Map();
for (const page of $('Read Variations').all()) {
	const { id } = asked[page.pairedItem.item].json;
	variations.set(id, [...(variations.get(id) ?? []), page]);
}
const things = allOf($('Read Products').all().map(pageOf), isWhole)
	.flatMap((product) => itemsOf(product).map((item) => thingOf(item, product)))
	// The products of a grouped product have rows of their own.
	.filter(({ type, purchasable }) => type !== 'grouped' && purchasable !== false);
return fileOf(things);

function itemsOf(product) {
	const own = /^variable/.test(product.type) && variations.get(product.id);
	return own ? allOf(own.map(pageOf), isWhole) : [product];
}

function thingOf(item, product) {
	const options = item === product ? [] : item.attributes.map(({ option }) => option);
	return {
		...{ ...item, id: String(item.id), parent_id: String(product.id) },
		// The plugin's price is the one that visitors see. WooCommerce's own is often without tax.
		price: item.kainic_price ?? item.price,
		title: plain([product.name, options.join(', ')].filter(Boolean).join(' – ')),
		image_url: item.image?.src ?? product.images[0]?.src,
		categories: product.categories.map(({ name }) => plain(name)),
		in_stock: item.stock_status !== 'outofstock',
	};
}

function pageOf({ json: { body, data, headers } }) {
	return { list: body ?? data, total: headers['x-wp-total'] };
}

function plain(html) {
	const signs = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };
	return html.replace(/&#?(\w{1,6});/g, (whole, name) => {
		return signs[name] ?? (Number(name) ? String.fromCodePoint(name) : whole);
	});
}
