import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { listen, loopback } from '../../n8n/ports';
import { demoPage, shopPage } from './pages';
import { pictureOf, products } from './products';

const root = join(__dirname, '../../..');
const script = join(root, 'examples/shop/kainic.js');

/** Serves the demo's shop, with the script for shops on its pages. */
export async function openShop(wantedPort: number, kainicUrl: string, n8nUrl: string) {
	const server = createServer((request, response) => {
		const found = answerTo(request.url ?? '/', { kainicUrl, n8nUrl, shopUrl: url });
		const [type, body] = found ?? ['text/plain', 'The shop has no such page.'];
		const headers = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' };
		response.writeHead(found === undefined ? 404 : 200, headers).end(body);
	});
	const url = `http://${loopback}:${await listen(server, wantedPort)}`;
	const close = async (): Promise<void> => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
	return { url, close };
}

type Addresses = Readonly<Record<'kainicUrl' | 'n8nUrl' | 'shopUrl', string>>;

/** The type and the text of an answer. */
function answerTo(path: string, { kainicUrl, n8nUrl, shopUrl }: Addresses) {
	const file = (type: string, name: string) => [type, readFileSync(name, 'utf8')] as const;
	if (path === '/') return ['text/html', demoPage(kainicUrl, n8nUrl)] as const;
	if (path === '/shop') return ['text/html', shopPage(n8nUrl)] as const;
	if (path === '/kainic.js') return file('text/javascript', script);
	if (path === '/shop.js') return file('text/javascript', join(__dirname, 'shop.js'));
	if (path === '/shop.css') return file('text/css', join(__dirname, 'shop.css'));
	// A browser shows Markdown only as plain text.
	const isPage = /^\/docs\/[\w/-]+\.md$/.test(path) && existsSync(join(root, path));
	if (isPage) return file('text/plain', join(root, path));
	if (path === '/products.json')
		return ['application/json', JSON.stringify(catalogOf(shopUrl))] as const;
	const [, folder, id] = path.split('/');
	const product = products.find(({ item_id: itemId }) => itemId === id);
	if (product === undefined) return undefined;
	if (folder === 'pictures') return ['image/svg+xml', pictureOf(product)] as const;
	return folder === 'shop' ? (['text/html', shopPage(n8nUrl, product)] as const) : undefined;
}

const catalogOf = (shopUrl: string) =>
	products.map((product) => ({
		...product,
		url: `${shopUrl}/shop/${product.item_id}`,
		image_url: `${shopUrl}/pictures/${product.item_id}`,
	}));
