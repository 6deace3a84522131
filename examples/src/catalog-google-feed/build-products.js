// include ../shared/amount.js
// include ../shared/plain-text.js
// include ../shared/catalog.js
const { fields } = $('Your Shop').first().json;
const products = $input.all().map(({ json: product }) => {
	const row = {};
	for (const [field, names] of Object.entries(fields)) {
		const [text] = names.split(/[ ,]+/).flatMap((name) => product[name] || []);
		if (text) row[field] = /_id$/.test(field) ? text : plainText(text);
		if (text && /price$/.test(names)) row[field] = priceIn(text);
		if (text && /availability$/.test(names)) row[field] = /^(in|pre|back)/i.test(text);
	}
	const isBad = Object.values(row).some((value) => /^NaN$|\ufffd|^\[object/.test(value));
	if (isBad) throw new Error(`Bad price or letter: ${JSON.stringify([row, product])}`);
	return row;
});
checkCatalog(products, fields);
return products.map((json) => ({ json }));

// 1.299 EUR may be one euro or a thousand. OpenCart writes 100.0000.
function priceIn(text) {
	const [, number] = /^(?:[A-Z]{3} *)?([\d.]+)(?: *[A-Z]{3})?$/.exec(text.trim()) ?? [];
	return /\.\d{3}$/.test(number) ? NaN : amountOf(number);
}
