// include ../shared/stop-for.js
// include ../shared/choose-cards.js
const { shop, currency, language } = $('Your Shop').first().json;
const emails = new Map();
for (const [index, { json }] of $input.all().entries()) {
	const { item_id, parent_id } = $('Find Last Order').itemMatching(index).json;
	const cards = chooseCards(json.items ?? [], [], { excluded: [item_id, parent_id] });
	const all = cards.map(productOf).filter(({ title, url }) => title && url);
	const products = all.slice(0, 6);
	const { email, week } = $('Add Customers').itemMatching(index).json;
	const name = ` ${lineOf($('Set Customer').itemMatching(index).json.name)}`.trimEnd();
	if (products.length > 0) emails.set(email, { json: { email, week, name, products } });
}
if (emails.size === 0) stopFor($input.all(), 'customers got no email');
if (emails.size === 0 && $input.all().some(({ json }) => json.items?.length > 0))
	throw new Error('No recommendation has a title and a url: change the names in Write Emails.');
return [...emails.values()];

// A line break in a title would begin a new line of the text.
function lineOf(value) {
	const text = Object(value) === value ? '' : String(value ?? '');
	return text.replace(/\s+/g, ' ').trim();
}

function productOf(item) {
	const [title, url, image, cost] = ['title', 'url', 'image_url', 'price'].map((name) =>
		lineOf(item?.[name]),
	);
	const whole = /^\/(?!\/)/.test(url) ? shop.trim().replace(/\/+$/, '') + url : url;
	const [address, picture] = [whole, image].map((text) => /^https?:\/\/\S+$/i.exec(text)?.[0]);
	const isAmount = currency.trim() !== '' && Number(cost) > 0;
	const style = { style: 'currency', currency: currency.trim() };
	const price = isAmount ? Number(cost).toLocaleString(language.trim(), style) : cost;
	return { title, url: address, image: picture, price };
}
