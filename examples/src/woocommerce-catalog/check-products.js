// include ../shared/run.js
// include ../shared/shop-error.js
// Passes on the products with variations. If none has any, the first product: its list is empty.
const { isWhole, isWaiting } = runOf();
if (isWaiting) return [];
stopForShop(
	$input.all().map(({ json }) => json),
	'products',
);
const pages = $input.all().map(({ json }) => ({ ...json, list: json.body ?? json.data }));
const products = pages.flatMap(({ list }) => list).filter((each) => each?.id);
const isAllowed = !isWhole && pages[0].headers['x-wp-total'] === '0';
if (products.length === 0 && !isAllowed)
	throw new Error(`The shop sent no products but ${JSON.stringify(pages[0].list)?.slice(0, 200)}`);
const variable = products.filter(({ type }) => /^variable/.test(type));
const asked = variable.length > 0 ? variable : products.slice(0, 1);
return asked.map(({ id }) => ({ json: { id, isWhole } }));
