// One row for each variant of an active product, after all pages were checked. item_id is the ID that orders name.
const isFull = $('Every Night').isExecuted;
const since = $('Last Run').first().json.read_at;
const changedAfter = (since ? Date.parse(since) : Date.now() - 86_400_000) - 300_000;
const pages = $input.all().map(({ json }) => json);
const variants = new Map();
const moves = [];
for (const [index, { body, data }] of pages.entries()) {
	const name = `Page ${index + 1} of the shop's variants`;
	const page = body?.data?.productVariants;
	if (body?.errors !== undefined || !Array.isArray(page?.nodes))
		throw new Error(
			`${name} cannot be read: ${JSON.stringify(body?.errors ?? body ?? data)?.slice(0, 200)}`,
		);
	for (const variant of page.nodes) {
		if (typeof variant?.id !== 'string' || typeof variant.product?.id !== 'string')
			throw new Error(
				`${name} holds something that is not a variant: ${JSON.stringify(variant)?.slice(0, 100)}`,
			);
		if (variants.has(variant.id)) moves.push(`${name} repeats ${variant.id}`);
		variants.set(variant.id, variant);
	}
}
const last = pages.at(-1).body.data;
if (last.productVariants.pageInfo?.hasNextPage !== false)
	throw new Error(`The shop has more than the ${pages.length} pages that were read`);
const { count } = last.productVariantsCount;
if (variants.size !== count)
	moves.push(`The shop counts ${count} variants, but its pages hold ${variants.size}`);
// A stock run goes on if variants came or went while it read, and the next one reads them again.
if (isFull && moves.length > 0)
	throw new Error(`${moves[0]}. If the shop changed meanwhile, run the workflow again`);

const active = [...variants.values()].filter(({ product }) => product.status === 'ACTIVE');
if (isFull && active.length === 0) throw new Error('The shop has no active product');
const wanted = isFull
	? active
	: active.filter(({ updatedAt, product }) => isNew(updatedAt) || isNew(product.updatedAt));
const rows = wanted.map(rowOf);
// The shop's own clock, by which the next run asks what changed.
const read_at = new Date(pages[0].headers.date).toISOString();
return rows.length === 0 ? [] : [{ json: { read_at, moved: moves.length > 0, rows } }];

// A sale changes the date of the product.
function isNew(date) {
	return !(Date.parse(date) < changedAfter);
}

function rowOf({ id, title, sku, price, inventoryQuantity, availableForSale, product }) {
	const ids = { item_id: numberIn(id), parent_id: numberIn(product.id) };
	const stock = { in_stock: availableForSale, stock: inventoryQuantity ?? undefined };
	if (!isFull) return { ...ids, ...stock };
	return {
		...ids,
		// Shopify's own name for the only variant of a product.
		title: title === 'Default Title' ? product.title : `${product.title} – ${title}`,
		sku: sku || undefined,
		price: numberOf(price),
		url: product.onlineStoreUrl ?? undefined,
		categories: [product.productType].filter(Boolean),
		...stock,
	};
}

// gid://shopify/ProductVariant/123 is 123 in orders.
function numberIn(id) {
	return id.split('/').at(-1);
}

function numberOf(value) {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return Number.isFinite(number) ? number : undefined;
}
