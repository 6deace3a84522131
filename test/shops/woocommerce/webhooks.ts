import { isObject } from '../../../harness/json';
import type { ShopAnswer } from '../shared/shop-server';
import { refusal } from './answers';
import type { WooWebhook } from './types';

/** Undefined if WooCommerce would refuse it. */
export function createWebhook(webhooks: WooWebhook[], body: string): WooWebhook | undefined {
	const given: unknown = JSON.parse(body);
	const { topic, delivery_url: address, secret } = isObject(given) ? given : {};
	if (typeof topic !== 'string' || typeof address !== 'string') return undefined;
	if (!/^(order|product|customer|coupon)\.(created|updated|deleted)$/.test(topic)) return undefined;
	if (!/^https?:/.test(address)) return undefined;
	const id = (webhooks.at(-1)?.id ?? 140) + 1;
	const key = typeof secret === 'string' ? secret : '';
	const webhook = { id, status: 'active', topic, delivery_url: address, secret: key } as const;
	webhooks.push(webhook);
	return webhook;
}

/** WooCommerce never shows a secret again. */
export function withoutSecret({ secret: _secret, ...shown }: WooWebhook): object {
	return shown;
}

export function deleteWebhook(
	webhooks: WooWebhook[],
	id: number,
	force: string | null,
): ShopAnswer {
	if (force !== 'true') return refusal(501, 'trash_not_supported', 'move webhooks to the trash');
	const index = webhooks.findIndex((webhook) => webhook.id === id);
	if (index < 0) return refusal(404, 'invalid_id', 'use this ID');
	const [webhook] = webhooks.splice(index, 1);
	return { status: 200, body: webhook === undefined ? {} : withoutSecret(webhook) };
}
