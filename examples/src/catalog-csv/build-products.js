// Each row becomes a product. An ambiguous value is refused, with the number of its row.
const { decimal_sign: sign, encoding, number_fields, fields } = $('Your Shop').first().json;
const numbers = number_fields.split(',').map((field) => field.trim());
if (!['.', ','].includes(sign)) throw new Error('Enter the decimal_sign of your file: . or ,');
const [header = [], ...rows] = rowsOf($input.first().json.text ?? '');
if (rows.length === 0) throw new Error('The file has no rows.');
for (const column of Object.values(fields)) {
	const found = header.filter((cell) => cell === column).length || 'no';
	const known = `Its columns are: ${header.join(', ').slice(0, 300)}`;
	if (found !== 1) throw new Error(`The file has ${found} columns "${column}". ${known}`);
}
const rowOf = new Map();
const products = rows.map((cells, index) => {
	const place = `Row ${index + 2}`;
	if (cells.length !== header.length)
		throw new Error(`${place} has ${cells.length} cells, and the first row has ${header.length}.`);
	const product = {};
	for (const [field, column] of Object.entries(fields)) {
		const text = cells[header.indexOf(column)];
		const value = numbers.includes(field) ? numberOf(text, `${place}: "${column}"`) : text;
		if (text !== '') product[field] = value;
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
	const timesIn = (delimiter) => text.split('\n', 1)[0].split(delimiter).length;
	const [delimiter] = [',', ';', '\t'].sort((a, b) => timesIn(b) - timesIn(a));
	const cell = new RegExp(`("(?:[^"]|"")*"|[^"${delimiter}\r\n]*)(${delimiter}|\r?\n)`, 'y');
	const [found, ended] = [[[]], `${text}\n`];
	const other = /utf/i.test(encoding) ? 'windows-1252' : 'utf-8';
	for (let at = 0; at < ended.length; at = cell.lastIndex) {
		const [, value, end] = cell.exec(ended) ?? [];
		const [place, start] = [`Row ${found.length}`, text.slice(at, at + 60)];
		if (value === undefined) throw new Error(`${place} has a wrong quotation mark: ${start}`);
		// U+FFFD replaces bytes that the encoding does not have. Ã¼ is ü of utf-8, read as windows-1252.
		if (/[\uFFFD\u0080-\u009f]|Ã[¤¶¼Ÿ©¨]/.test(value))
			throw new Error(`${place} has letters that are not in ${encoding}: try ${other}.`);
		found.at(-1).push(value.replace(/^"|"$/g, '').replaceAll('""', '"').trim());
		if (end !== delimiter) found.push([]);
	}
	return found.filter(([one = '', ...more]) => one !== '' || more.length > 0);
}

function numberOf(text, place) {
	const swapped = text.replace(/[.,]/g, (each) => (each === '.' ? ',' : '.'));
	const english = sign === ',' ? swapped : text;
	if (text !== '' && !/^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/.test(english))
		throw new Error(`${place} is not a number: "${text.slice(0, 60)}" (decimal_sign: ${sign}).`);
	return Number(english.replaceAll(',', ''));
}
