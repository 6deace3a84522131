// Every page has to be a list of products. At night none may be missing or there twice. A stock run goes on if
// products moved between its pages, and the next one reads them again. Gives the products with variations.
const isFull = $('Every Night').isExecuted;
const pages = $input.all().map(({ json }) => json);
const total = totalOf(pages[0]);
const products = new Map();
const moves = [];
for (const [index, page] of pages.entries()) {
	const name = `Page ${index + 1} of the shop's products`;
	if (!Array.isArray(page.body))
		throw new Error(
			`${name} is not a list, but ${JSON.stringify(page.body ?? page.data)?.slice(0, 100)}`,
		);
	if (totalOf(page) !== total)
		moves.push(`${name} counts ${totalOf(page)} products, the first page ${total}`);
	for (const product of page.body) {
		const id = product?.id;
		if (typeof id !== 'number')
			throw new Error(
				`${name} holds something that is not a product: ${JSON.stringify(product)?.slice(0, 100)}`,
			);
		if (products.has(id)) moves.push(`${name} repeats product ${id}`);
		products.set(id, product);
	}
}
if (products.size !== total)
	moves.push(`The shop counts ${total} products, but its pages hold ${products.size}`);
if (isFull && moves.length > 0)
	throw new Error(`${moves[0]}. If the shop changed meanwhile, run the workflow again`);
if (isFull && total === 0) throw new Error('The shop lists no published product');

const moved = moves.length > 0;
const variable = [...products.values()].filter(
	({ type }) => type === 'variable' || type === 'variable-subscription',
);
if (variable.length === 0) return [{ json: { any: false, moved } }];
return variable.map(({ id }) => ({ json: { any: true, moved, id } }));

function totalOf(page) {
	const total = Number(page?.headers?.['x-wp-total'] ?? NaN);
	if (!Number.isInteger(total))
		throw new Error(
			`The shop answered something that is not a page of products: ${JSON.stringify(page?.body ?? page?.data)?.slice(0, 100)}`,
		);
	return total;
}
