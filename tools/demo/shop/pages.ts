import { type ShopProduct, bestsellers, catalogOf, products } from './products';

/** Where the demo has what. Addresses have no slash at the end. */
export interface Addresses {
	readonly shopUrl: string;
	readonly kainicUrl: string;
	readonly n8nUrl: string;
	/** With user and password. */
	readonly healthUrl: string;
}

/** The shop, and next to it the page of the Kainic emulator. */
export const demoPage = ({ kainicUrl, n8nUrl, healthUrl }: Addresses): string =>
	page(
		'class="demo"',
		`<div role="main"><h1>Upland Outfitters and Kainic</h1>
		<section aria-label="The shop"><header><b>The shop</b>
		<a href="${healthUrl}" target="_blank">Health</a> <a href="${n8nUrl}" target="_blank">n8n</a></header>
		<iframe src="/shop" title="The shop"></iframe></section>
		<section id="arrivals" aria-label="Kainic emulator"><header><b>What arrives from the shop</b>
		<button id="sheet" aria-expanded="false" aria-controls="kainic">Show</button></header>
		<iframe id="kainic" src="${kainicUrl}" title="Kainic emulator"></iframe></section></div>
		<script src="/demo.js"></script>`,
	);

/** The page of a product, or the shop's first page. */
export function shopPage(addresses: Addresses, product?: ShopProduct): string {
	const shown = products.filter(({ item_id: id }) => firstPage.includes(id));
	return product === undefined
		? storePage(
				addresses,
				`<h1>Outdoor favourites</h1>${listOf(shown)}
				${recommendations('popular', shown)}`,
			)
		: storePage(
				addresses,
				`${detailsOf(product)}
				${recommendations('similar', [product])}`,
			);
}

/** The page of the cart. The browser knows what is in it. */
export const cartPage = (addresses: Addresses): string =>
	storePage(
		addresses,
		`<h1 tabindex="-1">Cart</h1><div class="cart"><ul id="lines" class="lines" role="list"></ul>
		<div id="buy"><dl><dt>Products</dt><dd id="sum"></dd><dt>Delivery</dt><dd>Free</dd>
		<dt>Total</dt><dd id="total"></dd></dl><button id="order">Place order</button></div></div>
		<p id="ordered" role="status"></p>
		<p id="health" hidden><a href="${addresses.healthUrl}" target="_blank">See the order on the page Health</a></p>
		${recommendations('similar', [])}`,
	);

function storePage({ shopUrl, n8nUrl }: Addresses, main: string): string {
	const prices = catalogOf(shopUrl).map(({ item_id: id, title, price }) => [id, { title, price }]);
	return page(
		'',
		`<script id="products" type="application/json">${JSON.stringify(Object.fromEntries(prices))}</script>
		<script src="/shop.js" defer></script><script src="/kainic.js" data-n8n="${n8nUrl}" data-currency="EUR"
		data-link="/shop/{item_id}" defer></script>
		<header><a href="/shop">Upland Outfitters</a> <a href="/shop/cart">Cart (<span id="count">0</span>)</a></header>
		<main>${main}</main><aside aria-label="Your choice"><p id="choice" tabindex="-1"></p>
		<button id="agree">Agree</button> <button id="refuse" class="quiet">No thanks</button>
		<button id="withdraw" class="quiet">Withdraw</button></aside>`,
	);
}

const firstPage = ['seed-1', 'seed-3', 'seed-4', 'seed-8'];

/** A box for recommendations, with the bestsellers that the page does not show yet. */
function recommendations(type: 'popular' | 'similar', shown: readonly ShopProduct[]): string {
	const others = bestsellers.map((id) => products.find(({ item_id: itemId }) => itemId === id));
	const rest = others.filter((each) => each !== undefined && !shown.includes(each)).slice(0, 4);
	return `<section id="recommendations" aria-labelledby="recommended"><h2 id="recommended">Recommendations</h2>
		<p id="happened" role="status"></p><div data-kainic="${type}" data-limit="8"></div>
		<template>${listOf(rest.filter((each) => each !== undefined))}</template></section>`;
}

const listOf = (list: readonly ShopProduct[]) =>
	`<ul class="kainic-list" role="list">${list.map(cardOf).join('')}</ul>`;

function cardOf({ item_id: id, title, price }: ShopProduct): string {
	return `<li class="kainic-card"><a class="kainic-url" href="/shop/${id}">
		<img class="kainic-image_url" src="/pictures/${id}" alt=""><span class="kainic-title">${title}</span>
		<span class="kainic-price">€${price.toFixed(2)}</span></a></li>`;
}

/** With the JSON-LD that most shops write into the page of a product. */
function detailsOf(product: ShopProduct): string {
	const { item_id: sku, title: name, price } = product;
	const offers = { '@type': 'Offer', price, priceCurrency: 'EUR' };
	const about = { '@context': 'https://schema.org', '@type': 'Product', sku, name, offers };
	return `<script type="application/ld+json">${JSON.stringify(about)}</script>
		<div class="product"><img src="/pictures/${sku}" alt="" width="160" height="160"><div><h1>${name}</h1>
		<p class="price">€${price.toFixed(2)}</p>${sizesOf(product)}
		<button id="add" value="${sku}">Add to cart</button><p id="added" role="status"></p>
		<p>${descriptions[product.category]}</p>
		<ul><li>In stock</li><li>Free delivery in two days</li><li>30 days to send it back</li></ul></div></div>`;
}

const descriptions: Record<ShopProduct['category'], string> = {
	camping: 'Light enough to carry all day, and made to last for many summers outside.',
	clothing: 'Soft, warm when it is dry and dry when it rains. Wash it at 30 degrees.',
	running: 'For every run, from the first round in the park to the last hour of a race.',
	'running shoes': 'A light upper, a wide toe box and a sole that grips. Choose half a size more.',
};

const sizes: Partial<Record<ShopProduct['category'], readonly string[]>> = {
	clothing: ['S', 'M', 'L', 'XL'],
	'running shoes': ['38', '39', '40', '41', '42', '43'],
};

/** The sizes of a product. One of them is chosen, as most shops do it. */
function sizesOf({ category }: ShopProduct): string {
	const choices = (sizes[category] ?? []).map(
		(size, index) =>
			`<label><input type="radio" name="size" value="${size}"${index === 1 ? ' checked' : ''}><span>${size}</span></label>`,
	);
	return choices.length === 0
		? ''
		: `<fieldset><legend>Size</legend>${choices.join('')}</fieldset>`;
}

function page(attributes: string, content: string): string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Upland Outfitters</title>
		<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
		<link rel="stylesheet" href="/shop.css"></head><body ${attributes}>${content}</body></html>`;
}
