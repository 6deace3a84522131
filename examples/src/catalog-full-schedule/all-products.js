/* global allOf -- shared/pages.js */

const { count_header: counted, id_field: field } = $('Settings').first().json;
const pages = $input.all().map(({ json: { body, data, headers } }) => {
	const [list, total] = [body ?? data, headers[counted.toLowerCase()]];
	if (Array.isArray(list) && total === undefined)
		throw new Error(`The shop sends no header ${counted}: correct count_header in Settings.`);
	return { list, total };
});
const products = allOf(pages, true, (product) => product[field]);
if (products.length === 0) throw new Error('The shop has no products.');
return products.map((json) => ({ json }));
