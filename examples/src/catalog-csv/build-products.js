// Each row becomes a product. An ambiguous value is refused, with the number of its row.
const { decimal_sign: sign, encoding, ...settings } = $('Your Shop').first().json;
const numbers = settings.number_fields.split(',').map((field) => field.trim());
const fields = Object.entries(settings.fields);
const written = {
	'.': /^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/,
	',': /^-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/,
};
if (written[sign] === undefined)
	throw new Error('Enter the decimal_sign of your file in Your Shop: . or ,');
const last = $('Read Last Count').first().json;
if (Object.keys(last).length > 0 && !Number.isFinite(last.products)) {
	throw new Error('The count of the last night could not be read from the data table.');
}
const [header, ...rows] = $input.all().map(({ json }, index) => cellsOf(json.row ?? [], index + 1));
if (rows.length === 0) throw new Error('The file has no rows.');
for (const [, column] of fields) {
	const found = header.filter((cell) => cell === column).length;
	if (found === 1) continue;
	const times = found === 0 ? 'no column' : `${found} columns`;
	throw new Error(
		`The file has ${times} "${column}". Its columns are: ${header.join(', ').slice(0, 300)}`,
	);
}
const rowOf = new Map();
return rows.map((cells, index) => {
	const place = `Row ${index + 2}`;
	const product = {};
	for (const [field, column] of fields) {
		const text = cells[header.indexOf(column)];
		if (text === '') continue;
		product[field] = numbers.includes(field) ? numberOf(text, `${place}: "${column}"`) : text;
	}
	const { item_id: id } = product;
	if (id === undefined) throw new Error(`${place} has no item_id.`);
	if (rowOf.has(id))
		throw new Error(`"${id}" is in row ${rowOf.get(id)} and again in row ${index + 2}.`);
	rowOf.set(id, index + 2);
	return { json: product };
});

function cellsOf(row, number) {
	const cells = Object.values(row).map((cell) => cell.trim());
	// U+FFFD replaces bytes that are not valid in the encoding.
	if (!cells.join('').includes('\uFFFD')) return cells;
	throw new Error(
		`Row ${number} has a letter that the encoding ${encoding} does not have. Enter another encoding in Your Shop, for example latin1.`,
	);
}

function numberOf(text, place) {
	if (!written[sign].test(text)) {
		throw new Error(
			`${place} is not a number: "${text.slice(0, 60)}". The decimal sign is ${sign}`,
		);
	}
	return Number(text.replaceAll(sign === ',' ? '.' : ',', '').replace(',', '.'));
}
