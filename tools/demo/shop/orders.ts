import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod/v4';
import { products } from './products';

/** The header by which n8n knows the shop. */
export const shopKey = { name: 'x-shop-key', value: 'key-of-the-demo' };

/** The quantity of each product. */
const cart = z.record(
	z.string().refine((id) => products.some(({ item_id: itemId }) => itemId === id)),
	z.int().min(1).max(99),
);

let lastOrder = 1000;

/**
 * Takes the order of a visitor, and posts it to n8n with the visitor ID of the cookie. A real
 * shop does not let its visitor wait for n8n: see docs/shops/developer.md. Returns a status and what the visitor reads.
 */
export async function takeOrder(request: IncomingMessage, n8nUrl: string) {
	const ordered = cart.safeParse(await json(request).catch(() => undefined));
	if (!ordered.success || Object.keys(ordered.data).length === 0)
		return [400, 'The shop does not sell this.'] as const;
	lastOrder += 1;
	const [, visitor = null] =
		/(?:^|; )kainic_anon_uid=([^;]+)/.exec(request.headers.cookie ?? '') ?? [];
	const order = {
		order_id: String(lastOrder),
		anon_uid: visitor === null ? null : decodeURIComponent(visitor),
		currency: 'EUR',
		lines: products.flatMap(({ item_id, price }) => {
			const quantity = ordered.data[item_id];
			return quantity === undefined ? [] : [{ item_id, quantity, price }];
		}),
	};
	const headers = { 'content-type': 'application/json', [shopKey.name]: shopKey.value };
	const answer = await fetch(`${n8nUrl}/webhook/kainic-order`, {
		...{ method: 'POST', headers, body: JSON.stringify(order) },
		signal: AbortSignal.timeout(30_000),
	}).catch(() => undefined);
	const thanks = `Thank you. Your order has the number ${order.order_id}.`;
	return answer?.ok === true
		? ([200, thanks] as const)
		: ([502, `n8n did not take the order: ${answer?.status ?? 'no answer'}.`] as const);
}
