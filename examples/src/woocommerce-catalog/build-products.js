// include ../shared/run.js
// include ../shared/product-pages.js
// include ../shared/file.js
// include ../shared/plain-text.js
const { isWhole } = runOf();
const asked = $('Check Products').all();
const variations = new Map();
for (const page of $('Read Variations').all()) {
	const { id } = asked[page.pairedItem.item].json;
	variations.set(id, [...(variations.get(id) ?? []), page]);
}
const things = allOf($('Read Products').all().map(pageOf), isWhole)
	.flatMap((product) => itemsOf(product).map((item) => thingOf(item, product)))
	// The products of a grouped product have rows of their own. A stock run tells what is gone.
	.filter(({ type, isShown }) => !/^(grouped|external)$/.test(type) && (isShown || !isWhole));
const areShown = things.some((thing) => thing.kainic_price !== undefined);
const prices = areShown ? 'as visitors see them' : 'as entered in WooCommerce, often without tax';
return fileOf(things).map((file) => ({ ...file, json: { ...file.json, prices } }));

function itemsOf(product) {
	const own = /^variable/.test(product.type) && variations.get(product.id);
	return own ? allOf(own.map(pageOf), isWhole) : [product];
}

function thingOf(item, product) {
	const options = item === product ? [] : item.attributes.map(({ option }) => option);
	const isPublic = [item, product].every(({ status }) => (status ?? 'publish') === 'publish');
	const isHidden = /^(hidden|search)$/.test(product.catalog_visibility) || product.post_password;
	const isShown = isPublic && !isHidden && item.purchasable !== false;
	return {
		...{ ...item, id: String(item.id), parent_id: String(product.id) },
		// The plugin's price is the one that visitors see. WooCommerce's own is often without tax.
		price: item.kainic_price ?? item.price,
		title: plainText([product.name, options.join(', ')].filter(Boolean).join(' – ')),
		image_url: item.image?.src ?? product.images[0]?.src,
		categories: product.categories.map(({ name }) => plainText(name)),
		in_stock: isShown && item.stock_status !== 'outofstock',
		stock_quantity: isShown ? item.stock_quantity : 0,
		isShown,
	};
}

function pageOf({ json: { body, data, headers } }) {
	return { list: body ?? data, total: headers['x-wp-total'] };
}
