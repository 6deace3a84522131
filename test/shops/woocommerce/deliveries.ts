import { createHmac, randomUUID } from 'node:crypto';
import type { WooWebhook } from './types';

export interface Delivery {
	/** Signs with another secret than the one that was registered. */
	readonly secret?: string;
}

/** Posts to all webhooks of a topic, one after the other, as WooCommerce's queue does. */
export async function deliver(
	webhooks: readonly WooWebhook[],
	source: string,
	topic: string,
	payload: unknown,
	{ secret }: Delivery,
): Promise<number[]> {
	const statuses: number[] = [];
	for (const webhook of webhooks.filter((each) => each.topic === topic)) {
		const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
		const [resource = '', event = ''] = topic.split('.');
		const signature = createHmac('sha256', secret ?? webhook.secret).update(body);
		const response = await fetch(webhook.delivery_url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'user-agent': 'WooCommerce/10.3.5 Hookshot (WordPress/6.8.3)',
				'x-wc-webhook-source': `${source}/`,
				'x-wc-webhook-topic': topic,
				'x-wc-webhook-resource': resource,
				'x-wc-webhook-event': event,
				'x-wc-webhook-signature': signature.digest('base64'),
				'x-wc-webhook-id': String(webhook.id),
				'x-wc-webhook-delivery-id': randomUUID().replaceAll('-', ''),
			},
			body,
		});
		statuses.push(response.status);
		await response.arrayBuffer();
	}
	return statuses;
}

/** What WooCommerce posts to a webhook that was just made: a form, and nothing that is signed. */
export async function ping({ id, delivery_url: address }: WooWebhook): Promise<void> {
	try {
		const response = await fetch(address, {
			method: 'POST',
			body: new URLSearchParams({ webhook_id: String(id) }),
		});
		await response.arrayBuffer();
	} catch {
		// WooCommerce goes on without an answer, too.
	}
}
