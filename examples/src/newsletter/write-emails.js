// One email for each address. Nothing from Kainic reaches the HTML unescaped.
const { shop, unsubscribe_url: unsubscribe } = $('Your Shop').first().json;
const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const emails = new Map();
for (const [index, { json }] of $input.all().entries()) {
	const products = (json.items ?? []).map(productOf).filter(({ title, url }) => title && url);
	const { email, week } = $('Add Customers').itemMatching(index).json;
	const { name } = $('Set Customer').itemMatching(index).json;
	const parts = partsOf(products.slice(0, 5), name ? ` ${lineOf(name)}` : '', email);
	if (products.length > 0) emails.set(email, { json: { email, week, ...parts } });
}
if (emails.size === 0) stopFor($input.all(), 'customers got no email');
return [...emails.values()];

// A line break in a title would begin a new line of the text.
function lineOf(value) {
	return Object(value) === value
		? ''
		: String(value ?? '')
				.replace(/\s+/g, ' ')
				.trim();
}

function productOf(item) {
	const [title, url, image] = [item?.title, item?.url, item?.image_url].map(lineOf);
	const whole = /^\/(?!\/)/.test(url) ? shop.trim().replace(/\/+$/, '') + url : url;
	const [address, picture] = [whole, image].map((text) => /^https?:\/\/\S+$/i.exec(text)?.[0]);
	return { title, url: address, image: picture };
}

function partsOf(products, name, email) {
	const end = unsubscribe + encodeURIComponent(email);
	const lines = products.map(({ title, url }) => `- ${title}: ${url}`).join('\n');
	const cards = products.map(({ title, url, image }) => {
		const picture = image ? `<img src="${escaped(image)}" width="120" alt=""><br>` : '';
		return `<p><a href="${escaped(url)}">${picture}${escaped(title)}</a></p>`;
	});
	return {
		text: `Hello${name},\n\nyou may like these:\n\n${lines}\n\nNo more emails: ${end}`,
		html: `<p>Hello${escaped(name)},</p><p>you may like these:</p>${cards.join('')}<p><a href="${escaped(end)}">No more emails</a></p>`,
	};
}
