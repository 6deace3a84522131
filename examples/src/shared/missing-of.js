// The products that a catalog does not have, if they are most of those that were sold or viewed last.
function missingOf(catalog, products, what) {
	const all = [...new Set(products.filter(Boolean))];
	const missing = all.filter((id) => !catalog.has(id));
	if (missing.length < 3 || missing.length <= all.length / 2) return '';
	// A stranger's view may have a link in place of an ID.
	const some = missing.filter((id) => /^[^:<>@]{1,40}$/.test(id)).slice(0, 3);
	const examples = some.length > 0 ? `, for example ${some.join(', ')}` : '';
	return `${missing.length} of the ${all.length} products ${what} last${examples}`;
}
