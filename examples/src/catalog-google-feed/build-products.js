const { fields } = $('Your Shop').first().json;
const [ids, isOdd] = [new Set(['', undefined]), (value) => /^NaN$|\ufffd|^\[object/.test(value)];
const products = $input.all().map(({ json: product }) => {
	const row = {};
	for (const [field, names] of Object.entries(fields)) {
		const [text] = names.split(/[ ,]+/).flatMap((name) => product[name] || []);
		if (text) row[field] = text;
		if (text && /price/.test(names)) row[field] = amountOf(text);
		if (text && /availability/.test(names)) row[field] = /^(in|pre|back)/i.test(text);
	}
	const isBad = ids.has(row.item_id?.trim()) || Object.values(row).some(isOdd);
	if (isBad) throw new Error(`Bad ID, price or letter: ${JSON.stringify([row, product])}`);
	ids.add(row.item_id);
	return row;
});
checkCatalog(products, fields);
return products.map((json) => ({ json }));

// 1.299 EUR may be one euro or a thousand.
function amountOf(text) {
	const [, number] = /^(?:[A-Z]{3} *)?(\d+(?:\.\d{1,2})?)(?: *[A-Z]{3})?$/.exec(text.trim()) ?? [];
	return Number(number);
}
