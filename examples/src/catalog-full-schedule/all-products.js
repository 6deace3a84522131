/* global allOf -- shared/pages.js */

const { count_header: counted, id_field: field } = $('Settings').first().json;
const pages = $input.all().map(({ json: { body, data, headers } }) => {
	return { list: body ?? data, total: headers[counted.toLowerCase()] };
});
return allOf(pages, true, (product) => product[field]).map((json) => ({ json }));
