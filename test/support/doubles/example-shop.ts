import { createHash } from 'node:crypto';
import { type ShopFault, withFaults } from './server/faults';
import { serve, type ShopAnswer, type ShopRequest } from './server/server';

const pageSize = 40;

const newShop = () => ({
	/** Products that the API has. */
	stock: 100,
	files: new Map<string, ShopAnswer>(),
	faults: Array<ShopFault>(),
	/** What was posted to the pager. */
	alerts: Array<string>(),
});

export type StandInShop = Awaited<ReturnType<typeof openStandInShop>>;

/** A shop with a paged API and with files, and a pager that is called when something went wrong. */
export async function openStandInShop() {
	const shop = newShop();
	const { url, close } = await serve((request) =>
		withFaults(shop.faults, request, () => answer(shop, request)),
	);
	return Object.assign(shop, { url, close, reset: () => void Object.assign(shop, newShop()) });
}

function answer(
	{ stock, files, alerts }: ReturnType<typeof newShop>,
	request: ShopRequest,
): ShopAnswer {
	const { path, query, body } = request;
	if (path === '/api/products') return pageOf(Number(query.get('page')), stock);
	if (path !== '/alert') return files.get(path) ?? { status: 404, body: '<h1>Not found</h1>' };
	alerts.push(body);
	return { status: 200, body: {} };
}

/** A page as the shop has it, with its own two headers. */
function pageOf(number: number, stock: number): ShopAnswer {
	const first = (number - 1) * pageSize;
	const count = Math.max(0, Math.min(pageSize, stock - first));
	return {
		status: 200,
		headers: {
			'x-total-pages': String(Math.ceil(stock / pageSize)),
			'x-total-count': String(stock),
		},
		body: Array.from({ length: count }, (_, offset) => product(first + offset)),
	};
}

export function product(index: number): object {
	const url = `https://shop.example/p/${index}`;
	return { item_id: `sku-${index}`, title: `Shoe "${index}"`, price: 10 + index, url };
}

/** A product as shop systems write it: with CDATA, and with elements of Google that the example does not send. */
function itemOf(index: number): string {
	return `<item>
		<g:id>000${index}</g:id><title><![CDATA[Shoe <b>"${index}"</b> & more 👟]]></title>
		<description>${'long '.repeat(40)}</description>
		<link>https://shop.example/p/${index}?a=1&amp;b=2</link>
		<g:image_link>https://shop.example/${index}.jpg</g:image_link>
		<g:additional_image_link>https://shop.example/${index}-2.jpg</g:additional_image_link>
		<g:price>${index}.50 EUR</g:price><g:availability>${index % 7 ? 'in_stock' : 'out_of_stock'}</g:availability>
		${index % 2 ? `<g:item_group_id>group-${index}</g:item_group_id>` : ''}
		<g:shipping><g:country>DE</g:country><g:price>4.90 EUR</g:price></g:shipping>
	</item>`;
}

export function feedOf(count: number): string {
	const items = Array.from({ length: count }, (_, index) => itemOf(index));
	return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
${items.join('\n')}</channel></rss>`;
}

export function productsOf(count: number): object[] {
	return Array.from({ length: count }, (_, index) => product(index));
}

export function sha256Of(content: string | Buffer): string {
	return createHash('sha256').update(content).digest('hex');
}
