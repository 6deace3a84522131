import { type ShopFault, withFaults } from '../../shops/shared/faults';
import { serve, type ShopAnswer, type ShopRequest } from '../../shops/shared/shop-server';

interface ShopState {
	/** Products that the API has. */
	stock: number;
	/** Files by their paths. */
	files: Map<string, ShopAnswer>;
	faults: ShopFault[];
	/** What was posted to the pager. */
	alerts: string[];
	requests: ShopRequest[];
}

/** A shop with a paged API and with files, and a pager that is called when something went wrong. */
export interface StandInShop extends ShopState {
	/** Without a slash at its end. */
	readonly url: string;
	reset(): void;
	close(): Promise<void>;
}

export const pageSize = 40;

const newShop = (): ShopState => ({
	stock: 100,
	files: new Map(),
	faults: [],
	alerts: [],
	requests: [],
});

export async function openStandInShop(): Promise<StandInShop> {
	const shop = newShop();
	const { url, close } = await serve((request) => {
		shop.requests.push(request);
		return withFaults(shop.faults, request, () => answer(shop, request));
	});
	return Object.assign(shop, { url, close, reset: () => void Object.assign(shop, newShop()) });
}

function answer({ stock, files, alerts }: ShopState, request: ShopRequest): ShopAnswer {
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
	return { item_id: `sku-${index}`, title: `Shoe "${index}"`, price: 10 + index };
}
