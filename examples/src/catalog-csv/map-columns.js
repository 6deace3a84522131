// Field of Kainic: column of the file. Only the ID has to be there in every row.
const idField = 'item_id';
const columns = {
	item_id: 'SKU',
	title: 'Name',
	price: 'Price',
	stock: 'Stock',
};
const numbers = ['price', 'stock'];

const rows = $input.all().map(({ json }) => json);
const stop = (problem) => [{ json: { problem } }];
const short = (value) =>
	String(typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 60);

const last = $('Last Count').first().json;
if (Object.keys(last).length > 0 && !Number.isFinite(last.products)) {
	return stop('The count of the last night could not be read from the data table.');
}
const sign = $('Settings').first().json.decimal_sign ?? '';
if (!['', '.', ','].includes(sign))
	return stop(`The decimal_sign in Settings is "${short(sign)}": enter . or , or nothing.`);

const [first = {}] = rows;
if (rows.length === 1 && Object.keys(first).join() === 'error')
	return stop(`The file cannot be read: ${short(first.error)}`);
if (rows.length === 0 || (rows.length === 1 && Object.keys(first).length === 0))
	return stop('The file has no rows.');

const found = new Set(rows.flatMap((row) => Object.keys(row)));
const missing = Object.values(columns).filter((column) => !found.has(column));
if (missing.length > 0) {
	return stop(
		`The file has no column "${missing.join('", "')}". Its columns are: ${[...found].slice(0, 20).map(short).join(', ')}`,
	);
}

const products = [];
const rowOf = new Map();
for (const [index, row] of rows.entries()) {
	// The first row of the file holds the names of the columns.
	const place = `Row ${index + 2}`;
	const product = {};
	for (const [field, column] of Object.entries(columns)) {
		const value = row[column];
		if (value === undefined || value === null || value === '') continue;
		if (!numbers.includes(field)) {
			product[field] = typeof value === 'string' ? value.trim() : value;
			continue;
		}
		const number = typeof value === 'number' ? value : numberOf(String(value).trim());
		if (!Number.isFinite(number))
			return stop(
				`${place}: "${short(value)}" in the column "${column}" ${whyNoNumber(String(value).trim())}`,
			);
		product[field] = number;
	}
	const id = String(product[idField] ?? '');
	if (id === '') return stop(`${place} has no "${columns[idField]}".`);
	if (rowOf.has(id))
		return stop(`"${short(id)}" is in row ${rowOf.get(id)} and again in row ${index + 2}.`);
	rowOf.set(id, index + 2);
	products.push({ ...product, [idField]: id });
}
return [{ json: { products } }];

// What separates thousands is left out, if the decimal sign is known.
function numberOf(text) {
	if (isUnclear(text)) return NaN;
	const written = {
		'': /^-?\d+([.,]\d+)?$/,
		'.': /^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/,
		',': /^-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/,
	};
	if (!written[sign].test(text)) return NaN;
	const plain = sign === '' ? text : text.replaceAll(sign === ',' ? '.' : ',', '');
	return Number(plain.replace(',', '.'));
}

function isUnclear(text) {
	return sign === '' && /^-?[1-9]\d{0,2}[.,]\d{3}$/.test(text);
}

function whyNoNumber(text) {
	if (isUnclear(text))
		return 'may mean a thousand and more, or one and a bit. Enter the decimal sign of your file, . or , as decimal_sign in Settings.';
	if (sign === '') return 'is no number such as 1234.50 or 1234,50.';
	return `is no number with the decimal sign ${sign} that Settings names.`;
}
