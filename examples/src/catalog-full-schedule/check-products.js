const { count_header: header, id_field: item_id } = $('Your Shop').first().json;
const pages = $input.all().map(({ json: { body, data, headers } }) => {
	return { list: body ?? data, total: headers[header.trim().toLowerCase()] };
});
if (pages.some(({ list, total }) => Array.isArray(list) && total === undefined))
	throw new Error(`The shop sends no header ${header}: correct count_header in Your Shop.`);
const products = allOf(pages, true, (product) => product[item_id]);
if (products.length === 0) throw new Error('The shop has no products.');
checkCatalog(
	products.map((each) => ({ item_id: each[item_id] })),
	{ item_id },
);
return products.map((json) => ({ json }));
