// include ../shared/amount.js
// include ../shared/plain-text.js
// include ../shared/catalog.js
const { encoding, number_fields, fields } = $('Your Shop').first().json;
const numbers = number_fields.split(',').map((field) => field.trim());
const lost = numbers.find((field) => field && !(field in fields));
if (lost) throw new Error(`number_fields has ${lost}, but fields.${lost} is not there.`);
const other = /utf/i.test(encoding) ? 'windows-1252' : 'utf-8';
const rows = $input.all().map(({ json }) => json);
const columns = Object.keys(rows[0]);
const unknown = Object.values(fields).find((column) => !columns.includes(column));
const known = `Its columns are: ${columns.join(', ').slice(0, 300)}`;
if (unknown) throw new Error(`The file has no rows with a column "${unknown}". ${known}`);
const products = rows.map((row, index) => {
	const cells = Object.entries(fields).map(([field, column]) => [field, row[column].trim()]);
	const valueOf = ([field, text]) => {
		const place = `Row ${index + 2}: "${fields[field]}"`;
		// U+FFFD replaces bytes that the encoding does not have. Ã¼ is ü of utf-8, read as windows-1252.
		if (/[\uFFFD\u0080-\u009f]|Ã[¤¶¼Ÿ©¨]/.test(text))
			throw new Error(`${place} has letters that are not in ${encoding}: try ${other}.`);
		if (numbers.includes(field)) return [field, numberOf(text, place)];
		return [field, /_id$/.test(field) ? text : plainText(text)];
	};
	return Object.fromEntries(cells.filter(([, text]) => text !== '').map(valueOf));
});
checkCatalog(products, { ...fields, ...('price' in fields && { price: 'price' }) });
return products.map((json) => ({ json }));

// 1.299 may be one or a thousand. A sign before three digits and another sign separates thousands.
function numberOf(text, place) {
	const plain = text.replace(/[.,](?=\d{3}[.,])/g, '');
	const number = amountOf(plain.replace(',', '.'));
	if (!/[.,]\d{3}$/.test(plain) && !Number.isNaN(number)) return number;
	throw new Error(`${place} is not a number such as 1299.90: "${text.slice(0, 60)}".`);
}
