const { shop } = $('Your Shop').first().json;
const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const emails = new Map();
for (const [index, { json }] of $input.all().entries()) {
	const all = (json.items ?? []).map(productOf).filter(({ title, url }) => title && url);
	const products = all.slice(0, 5);
	const { email, week } = $('Add Customers').itemMatching(index).json;
	const name = ` ${lineOf($('Set Customer').itemMatching(index).json.name)}`.trimEnd();
	const list = products.map(({ title, url }) => `- ${title}: ${url}`).join('\n');
	const html = { html_name: escaped(name), cards: products.map(cardOf).join('') };
	if (list) emails.set(email, { json: { email, week, name, list, ...html } });
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
	const [title, url, image] = [item?.title, item?.url, item?.image_url].map(lineOf);
	const whole = /^\/(?!\/)/.test(url) ? shop.trim().replace(/\/+$/, '') + url : url;
	const [address, picture] = [whole, image].map((text) => /^https?:\/\/\S+$/i.exec(text)?.[0]);
	return { title, url: address, image: picture };
}

function cardOf({ title, url, image }) {
	const picture = image ? `<img src="${escaped(image)}" width="120" alt=""><br>` : '';
	return `<p><a href="${escaped(url)}">${picture}${escaped(title)}</a></p>`;
}
