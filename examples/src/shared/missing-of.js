// include ./plain-id.js
// The products that a catalog does not have, if they are most of those that were sold or viewed last.
function missingOf(catalog, products, what) {
	const all = [...new Set(products.filter(Boolean))];
	const missing = all.filter((id) => !catalog.has(id));
	if (missing.length < 3 || missing.length <= all.length / 2) return '';
	const some = missing.filter(isPlainId).slice(0, 3);
	const examples = some.length > 0 ? `, for example ${some.join(', ')}` : '';
	return `${missing.length} of the ${all.length} products ${what} last${examples}`;
}
