import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the shop answers in place of its products. */
export interface ShopAnswer {
	readonly status?: number;
	readonly type?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body: string | Uint8Array;
}

/** A shop with a paged API and with files, and a pager that is called when something went wrong. */
export interface StandInShop {
	/** Without a slash at its end. */
	readonly url: string;
	/** Products that the API has. */
	stock: number;
	/** Files by their paths. */
	readonly files: Map<string, ShopAnswer>;
	/** Takes the place of a page; undefined for the page as it is. */
	interfere: (page: number) => ShopAnswer | undefined;
	/** Pages that were asked for. */
	pagesRead: number;
	/** What the pager was told. */
	readonly alerts: string[];
	/** What was posted to other addresses. */
	readonly strayRequests: string[];
	close(): Promise<void>;
}

export const json = 'application/json';

export const pageSize = 40;

export async function openStandInShop(): Promise<StandInShop> {
	const shop: Omit<StandInShop, 'url' | 'close'> = {
		stock: 100,
		files: new Map(),
		interfere: () => undefined,
		pagesRead: 0,
		alerts: [],
		strayRequests: [],
	};
	const server = createServer((request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop');
		if (pathname === '/api/products') {
			shop.pagesRead += 1;
			const page = Number(searchParams.get('page'));
			answer(response, shop.interfere(page) ?? pageOf(page, shop.stock));
			return;
		}
		const file = shop.files.get(pathname);
		if (file !== undefined && request.method === 'GET') {
			answer(response, file);
			return;
		}
		if (request.method === 'GET') {
			answer(response, { status: 404, type: 'text/html', body: '<h1>Not found</h1>' });
			return;
		}
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks);
			const type = request.headers['content-type'] ?? json;
			if (request.method === 'PUT') shop.files.set(pathname, { type, body });
			else (pathname === '/alert' ? shop.alerts : shop.strayRequests).push(String(body));
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

function answer(response: ServerResponse, { status = 200, type, headers, body }: ShopAnswer): void {
	const contentType = type === undefined ? {} : { 'content-type': type };
	response.writeHead(status, { ...contentType, ...headers }).end(body);
}

/** A page as the shop has it, with its own two headers. */
export function pageOf(number: number, stock: number): ShopAnswer {
	const first = (number - 1) * pageSize;
	const count = Math.max(0, Math.min(pageSize, stock - first));
	const products = Array.from({ length: count }, (_, offset) => product(first + offset));
	return {
		type: json,
		headers: {
			'x-total-pages': String(Math.ceil(stock / pageSize)),
			'x-total-count': String(stock),
		},
		body: JSON.stringify(products),
	};
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
