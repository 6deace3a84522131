/* global allOf -- shared/pages.js */
/* global rowsOf -- shared/rows.js */

// The variants of active products. Their IDs are those that orders name.
const isFull = $('Every Night').isExecuted;
const after = Date.now() - $('Settings').first().json.changed_hours * 3_600_000;
const answers = $input.all().map(({ json: { body, data } }) => body ?? data);
// When it was throttled, the shop was asked for its first page again.
const last = answers.findLastIndex((answer) => answer.errors !== undefined);
const pages = answers.slice(last + 1).map((answer) => {
	const { productVariants: variants, productVariantsCount: counted } = answer.data ?? {};
	return { list: variants?.nodes ?? answer, total: counted?.count };
});
if (pages.length === 0) throw new Error(`The shop answered: ${JSON.stringify(answers[last])}`);
const things = allOf(pages, isFull)
	.filter(({ product }) => product.status === 'ACTIVE')
	// A sale changes the date of the product.
	.filter(({ updatedAt, product }) => isFull || isNew(updatedAt) || isNew(product.updatedAt));
return rowsOf(things.map(thingOf), isFull);

function isNew(date) {
	return Date.parse(date) >= after;
}

function thingOf({ product, ...variant }) {
	const { title, onlineStoreUrl: url, productType } = product;
	return {
		...variant,
		...{ id: numberIn(variant.id), parent_id: numberIn(product.id), url },
		// Shopify's own name for the only variant of a product.
		title: variant.title === 'Default Title' ? title : `${title} – ${variant.title}`,
		price: variant.price && Number(variant.price),
		categories: [productType].filter(Boolean),
	};
}

// gid://shopify/ProductVariant/123 is 123 in orders.
function numberIn(id) {
	return id.split('/').at(-1);
}
