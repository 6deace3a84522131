/* global checkCatalog -- shared/catalog.js */

// Each row becomes a product. An ambiguous value is refused, with the number of its row.
const { decimal_sign: sign, encoding, number_fields, fields } = $('Your Shop').first().json;
const numbers = number_fields.split(',').map((field) => field.trim());
const written = {
	'.': /^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/,
	',': /^-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/,
};
if (written[sign] === undefined)
	throw new Error('Enter the decimal_sign of your file in Your Shop: . or ,');
const [header = [], ...rows] = rowsOf($input.first().json.text ?? '');
if (rows.length === 0) throw new Error('The file has no rows.');
for (const column of Object.values(fields)) {
	const found = header.filter((cell) => cell === column).length;
	if (found === 1) continue;
	const columns = header.join(', ').slice(0, 300);
	throw new Error(`The file has ${found || 'no'} columns "${column}". Its columns are: ${columns}`);
}
const rowOf = new Map();
const products = rows.map((cells, index) => {
	const place = `Row ${index + 2}`;
	if (cells.length !== header.length)
		throw new Error(`${place} has ${cells.length} cells, and the first row has ${header.length}.`);
	const product = {};
	for (const [field, column] of Object.entries(fields)) {
		const text = cells[header.indexOf(column)];
		if (text === '') continue;
		product[field] = numbers.includes(field) ? numberOf(text, `${place}: "${column}"`) : text;
	}
	const { item_id: id } = product;
	if (id === undefined) throw new Error(`${place} has no item_id.`);
	if (rowOf.has(id))
		throw new Error(`"${id}" is in row ${rowOf.get(id)} and again in row ${index + 2}.`);
	rowOf.set(id, index + 2);
	return product;
});
checkCatalog(products, { ...fields, ...('price' in fields && { price: 'price' }) });
return products.map((json) => ({ json }));

// The first row has the delimiter most often. A cell in quotation marks may have it, too.
function rowsOf(text) {
	const [first] = text.split('\n', 1);
	const timesIn = (sign) => first.split(sign).length;
	const [delimiter] = [',', ';', '\t'].sort((a, b) => timesIn(b) - timesIn(a));
	const cell = new RegExp(`("(?:[^"]|"")*"|[^"${delimiter}\r\n]*)(${delimiter}|\r?\n)`, 'y');
	const [found, ended] = [[[]], `${text}\n`];
	for (let at = 0; at < ended.length; at = cell.lastIndex) {
		const [, value, end] = cell.exec(ended) ?? [];
		const place = `Row ${found.length}`;
		if (value === undefined)
			throw new Error(`${place} has a wrong quotation mark: ${text.slice(at, at + 60)}`);
		// U+FFFD replaces bytes that the encoding does not have.
		if (/[\uFFFD\u0080-\u009f]/.test(value))
			throw new Error(
				`${place} has a letter that the encoding ${encoding} does not have. Enter another encoding in Your Shop, for example windows-1252.`,
			);
		found.at(-1).push(value.replace(/^"|"$/g, '').replaceAll('""', '"').trim());
		if (end !== delimiter) found.push([]);
	}
	return found.filter(([one = '', ...more]) => one !== '' || more.length > 0);
}

function numberOf(text, place) {
	if (!written[sign].test(text)) {
		throw new Error(
			`${place} is not a number: "${text.slice(0, 60)}". The decimal sign is ${sign}`,
		);
	}
	return Number(text.replaceAll(sign === ',' ? '.' : ',', '').replace(',', '.'));
}
