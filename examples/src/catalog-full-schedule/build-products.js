// include ../shared/product-pages.js
// include ../shared/catalog.js
// include ../shared/id-text.js
// include ../shared/amount.js
// include ../shared/plain-text.js
const { count_header: header, fields } = $('Your Shop').first().json;
const [id] = Object.values(fields);
const pages = $input.all().map(({ json: { body, data, headers } }) => {
	return { list: body ?? data, total: headers[header.trim().toLowerCase()] };
});
if (pages.some(({ list, total }) => Array.isArray(list) && total === undefined))
	throw new Error(`The shop sends no header ${header}: correct count_header in Your Shop.`);
const products = allOf(pages, true, (product) => product[id]).map((product) => {
	const values = Object.entries(fields).map(([field, name]) => [field, product[name] ?? '']);
	const filled = values.filter(([, value]) => value !== '');
	return Object.fromEntries(
		filled.map(([field, value]) => [field, valueOf(field, value, product)]),
	);
});
if (products.length === 0) throw new Error('The shop has no products.');
checkCatalog(products, fields);
return products.map((json) => ({ json }));

function valueOf(field, value, product) {
	if (/_id$/.test(field)) return idText(value);
	if (!/price|^stock$/.test(field)) return typeof value === 'string' ? plainText(value) : value;
	const amount = amountOf(value);
	if (!Number.isNaN(amount)) return amount;
	throw new Error(`${field} of product ${product[id]} is not a number such as 19.90: "${value}".`);
}
