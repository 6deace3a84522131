import { type ShopProduct, products } from './products';

/** The shop, and next to it what the local Kainic got. */
export const demoPage = (kainicUrl: string, n8nUrl: string): string =>
	page(
		'class="demo"',
		`<section><header>The shop <a href="${n8nUrl}" target="_blank">Its workflows in n8n</a></header>
		<iframe src="/shop" title="The shop"></iframe></section>
		<section><header>What the local Kainic got, live</header>
		<iframe src="${kainicUrl}" title="The local Kainic"></iframe></section>`,
	);

/** The page of a product, or the shop's first page. */
export function shopPage(n8nUrl: string, product?: ShopProduct): string {
	const tag = `<script src="/kainic.js" data-n8n="${n8nUrl}" data-currency="EUR"
		data-link="/shop/{item_id}" defer></script><script src="/shop.js" defer></script>`;
	const shown = products.filter(({ item_id: id }) => firstPage.includes(id));
	const main =
		product === undefined
			? `<h1>Outdoor favourites</h1><ul class="kainic-list">${shown.map(cardOf).join('')}</ul>
				<h2>Recommended for you</h2><div data-kainic="popular" data-limit="4">${empty}</div>`
			: `${detailsOf(product)}
				<h2>You may also like</h2><div data-kainic="similar" data-limit="4">${empty}</div>`;
	return page(
		'',
		`${tag}<header><a href="/shop">Upland Outfitters</a></header><main>${main}</main>
		<footer><p></p><button id="agree">Agree</button><button id="forget">Withdraw</button></footer>`,
	);
}

const firstPage = ['seed-1', 'seed-3', 'seed-4', 'seed-8'];

const empty = 'If you agree below, Kainic recommends products here.';

function cardOf({ item_id: id, title, price }: ShopProduct): string {
	return `<li class="kainic-card"><a href="/shop/${id}"><img src="/pictures/${id}" alt="">
		<span>${title}</span><span>€${price.toFixed(2)}</span></a></li>`;
}

/** With the JSON-LD that most shops write into the page of a product. */
function detailsOf(product: ShopProduct): string {
	const { item_id: sku, title: name, price } = product;
	const offers = { '@type': 'Offer', price, priceCurrency: 'EUR' };
	const about = { '@context': 'https://schema.org', '@type': 'Product', sku, name, offers };
	return `<script type="application/ld+json">${JSON.stringify(about)}</script>
		<div class="product"><img src="/pictures/${sku}" alt=""><div><h1>${name}</h1>
		<p>€${price.toFixed(2)}</p><button id="add" value="${sku}">Add to cart</button></div></div>`;
}

function page(attributes: string, content: string): string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Upland Outfitters</title>
		<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
		<link rel="stylesheet" href="/shop.css"></head><body ${attributes}>${content}</body></html>`;
}
