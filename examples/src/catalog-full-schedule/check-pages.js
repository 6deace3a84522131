// All pages have to be there, whole and once. Otherwise nothing is uploaded.
const pages = $input.all().map(({ json }) => json);
const stop = (problem) => [{ json: { problem } }];
const short = (value) =>
	String(typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 60);

const last = $('Last Count').first().json;
if (Object.keys(last).length > 0 && !Number.isFinite(last.products)) {
	return stop('The count of the last night could not be read from the data table.');
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isId = (value) =>
	(typeof value === 'string' && value.trim() !== '') || Number.isSafeInteger(value);
const countOf = (page, name) => {
	const text = String(page.headers?.[name] ?? '');
	return /^\d+$/.test(text) ? Number(text) : null;
};
const pageCount = countOf(pages[0], 'x-total-pages');
const productCount = countOf(pages[0], 'x-total-count');

const products = [];
const seenOn = new Map();
for (const [index, page] of pages.entries()) {
	const place = `Page ${index + 1}`;
	if (!(page.statusCode >= 200 && page.statusCode < 300))
		return stop(`${place} came with the status ${page.statusCode}.`);
	let list;
	try {
		list = JSON.parse(page.data);
	} catch {
		return stop(`${place} is not JSON. It begins with: ${short(page.data)}`);
	}
	if (!Array.isArray(list))
		return stop(`${place} is no list of products. It begins with: ${short(list)}`);
	for (const name of ['x-total-pages', 'x-total-count']) {
		if (countOf(page, name) === null)
			return stop(
				`${place} has no number in its header ${name}, so nobody knows whether all products came.`,
			);
		if (countOf(page, name) !== countOf(pages[0], name)) {
			return stop(
				`The shop's products changed while they were read (${name} of page ${index + 1}). Run the workflow again.`,
			);
		}
	}
	if (list.length === 0)
		return stop(
			`${place} is empty, but the shop says that it has ${productCount} products on ${pageCount} pages.`,
		);
	for (const product of list) {
		if (!isObject(product))
			return stop(`${place} holds something that is no product: ${short(product)}`);
		if (!isId(product.item_id))
			return stop(`${place} holds a product without item_id: ${short(product)}`);
		const id = String(product.item_id);
		if (seenOn.has(id))
			return stop(
				`The product "${short(id)}" is on page ${seenOn.get(id)} and again on page ${index + 1}.`,
			);
		seenOn.set(id, index + 1);
		products.push(product);
	}
}
if (pages.length !== pageCount)
	return stop(`The shop says that it has ${pageCount} pages, but ${pages.length} were read.`);
if (products.length !== productCount)
	return stop(
		`The shop says that it has ${productCount} products, but its pages hold ${products.length}.`,
	);
return [{ json: { products } }];
