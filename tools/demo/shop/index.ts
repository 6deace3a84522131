import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { listen, loopback } from '../../n8n/ports';
import { drawingOf } from './drawings';
import { takeOrder } from './orders';
import { type Addresses, cartPage, demoPage, shopPage } from './pages';
import { catalogOf, products } from './products';

export { shopKey } from './orders';

const root = join(__dirname, '../../..');
const script = join(root, 'examples/shop/kainic.js');

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** Serves the demo's shop, with the script for shops on its pages. */
export async function openShop(wantedPort: number, others: Omit<Addresses, 'shopUrl'>) {
	const server = createServer((request, response) => {
		const answer = answerTo(request, { ...others, shopUrl: url }).then(([status, type, body]) => {
			const headers = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' };
			response.writeHead(status, headers).end(body);
		});
		answer.catch(() => response.destroy());
	});
	const url = `http://${loopback}:${await listen(server, wantedPort)}`;
	const close = async (): Promise<void> => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
	return { ...others, url, close };
}

/** The status, the type and the text of an answer. */
async function answerTo(request: IncomingMessage, addresses: Addresses) {
	const path = request.url ?? '/';
	// Only pages of the shop may send JSON here.
	const isOrder = request.headers['content-type'] === 'application/json' && path === '/orders';
	if (isOrder) {
		const [status, text] = await takeOrder(request, addresses.n8nUrl);
		return [status, 'text/plain', text] as const;
	}
	const [type, body] = pageAt(path, addresses) ?? [];
	return type === undefined
		? ([404, 'text/plain', 'The shop has no such page.'] as const)
		: ([200, type, body] as const);
}

/** The type and the text of a page. */
function pageAt(
	path: string,
	addresses: Addresses,
): readonly [type: string, body: string] | undefined {
	const file = (type: string, name: string) => [type, readFileSync(name, 'utf8')] as const;
	switch (path) {
		case '/':
			return ['text/html', demoPage(addresses)];
		case '/shop':
			return ['text/html', shopPage(addresses)];
		case '/shop/cart':
			return ['text/html', cartPage(addresses)];
		case '/kainic.js':
			return file('text/javascript', script);
		case '/shop.js':
		case '/demo.js':
			return file('text/javascript', join(__dirname, path));
		case '/shop.css':
			return file('text/css', join(__dirname, path));
		case '/products.json':
			return ['application/json', JSON.stringify(catalogOf(addresses.shopUrl))];
		default:
			return otherPageAt(path, addresses);
	}
}

/** The page or the picture of a product, or one of our documents. */
function otherPageAt(path: string, addresses: Addresses) {
	// A browser shows Markdown only as plain text.
	if (/^\/docs\/[\w/-]+\.md$/.test(path) && existsSync(join(root, path)))
		return ['text/plain', readFileSync(join(root, path), 'utf8')] as const;
	const [, folder, id] = path.split('/');
	const product = products.find(({ item_id: itemId }) => itemId === id);
	if (product === undefined) return undefined;
	if (folder === 'pictures')
		return ['image/svg+xml', drawingOf(product.title, product.category)] as const;
	return folder === 'shop' ? (['text/html', shopPage(addresses, product)] as const) : undefined;
}
