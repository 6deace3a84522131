import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A shop with a paged API, and a pager that is called when something went wrong. */
export interface StandInShop {
	/** Without a slash at its end. */
	readonly url: string;
	/** Products that the API has. */
	stock: number;
	/** What the pager was told. */
	readonly alerts: string[];
	/** How often something else was asked for. */
	readonly strayRequests: string[];
	close(): Promise<void>;
}

const pageSize = 40;

export async function openStandInShop(): Promise<StandInShop> {
	const shop = { stock: 100, alerts: new Array<string>(), strayRequests: new Array<string>() };
	const server = createServer((request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop');
		if (pathname === '/api/products') {
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(page(Number(searchParams.get('page')), shop.stock)));
			return;
		}
		let body = '';
		request.on('data', (chunk) => (body += String(chunk)));
		request.on('end', () => {
			(pathname === '/alert' ? shop.alerts : shop.strayRequests).push(body);
			response.end('{}');
		});
	});
	const url = await listen(server);
	return Object.assign(shop, {
		url,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	});
}

function page(number: number, stock: number): object[] {
	const first = (number - 1) * pageSize;
	const count = Math.max(0, Math.min(pageSize, stock - first));
	return Array.from({ length: count }, (_, offset) => product(first + offset));
}

export function product(index: number): object {
	return { item_id: `sku-${index}`, title: `Shoe "${index}"`, price: 10 + index };
}

async function listen(server: Server): Promise<string> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address: AddressInfo | string | null = server.address();
	if (typeof address !== 'object' || address === null) throw new Error('The shop has no address');
	return `http://127.0.0.1:${address.port}`;
}
