import assert from 'node:assert/strict';
import { post } from '../../../harness';
import type { JsonObject } from '../../../harness/json';
import {
	strangeBodies,
	withExample,
	type WebhookScenario,
	type WebhookStage,
} from './example-workflows';

const file = 'order-events-webhook.json';

export const orderExample: WebhookScenario = {
	name: 'Example: an order becomes an event for each line, and what is no order is refused with a reason',
	run: checkOrders,
};

export const orderTwice: WebhookScenario = {
	name: 'Example: an order that is posted again sends only what Kainic has not confirmed',
	run: checkRepeatedOrders,
};

function order(id: unknown, lines: unknown, more: JsonObject = {}): JsonObject {
	return { order_id: id, anon_uid: 'visitor-1', uid: 'customer-1', lines, ...more };
}

function linesOf(count: number): JsonObject[] {
	return Array.from({ length: count }, (_, index) => ({
		item_id: `sku-${index % 40}`,
		quantity: index + 1,
		price: 19.9,
	}));
}

/** Each would be an order but for one thing. */
const noOrders: readonly unknown[] = [
	...strangeBodies,
	...[[], undefined, null, 'sku-1', { item_id: 'sku-1' }, {}, 0].map((lines) =>
		order('A-2', lines),
	),
	...[[{}], [null], ['sku-1'], [[]], [{ quantity: 1 }], [{ item_id: '' }], [{ item_id: {} }]].map(
		(lines) => order('A-2', lines),
	),
	order('A-2', [...linesOf(3), { quantity: 2 }]),
	order('A-2', [{ item_id: 'sku-1', quantity: 'two' }]),
	order('A-2', [{ item_id: 'sku-1', price: {} }]),
	[order('A-2', linesOf(1))],
	{ ...order('A-2', linesOf(1)), anon_uid: undefined },
	...[undefined, null, '', ' ', {}, 1.5].map((id) => order(id, linesOf(1))),
	order('A-2', linesOf(1), { placed_at: '2026-02-31' }),
	order('A-2', linesOf(1), { platform: 'tv' }),
	order('A-2', linesOf(1), { uid: [] }),
];

async function checkOrders(stage: WebhookStage): Promise<void> {
	const { emulator, report } = stage;
	const { ledger } = emulator.world;
	await withExample(stage, file, async (ask) => {
		const address = `${stage.n8n.url}/webhook/kainic-order`;
		const stranger = await post(address, order('A-1', linesOf(1)));
		assert.equal(stranger.status, 403, await stranger.text());
		for (const body of noOrders) {
			const answer = await ask(body);
			assert.equal(answer.status, 400, JSON.stringify(body));
			assert.match(String(answer.body['reason']), /\S/, JSON.stringify(body));
		}
		assert.deepEqual(ledger.requests, []);

		const lines = [
			{ item_id: 'sku-1', quantity: 2, price: 19.9 },
			{ item_id: 'sku-2 👟', quantity: 1, price: 5 },
		];
		const good = await ask(order('A-1', lines, { placed_at: '2026-12-31T10:00:00+01:00' }));
		assert.deepEqual([good.status, good.body], [200, { order_id: 'A-1', events: 2, accepted: 2 }]);
		const buyer = { platform: 'web', anon_uid: 'visitor-1', uid: 'customer-1' };
		const when = { occurred_at: '2026-12-31T10:00:00.000+01:00' };
		assert.deepEqual(
			ledger.events.map(({ event }) => event),
			lines.map((line) => {
				return { ...buyer, event_name: 'purchase', order_id: 'A-1', ...line, ...when };
			}),
		);

		const many = await ask(order('A-1000', linesOf(1000)));
		assert.deepEqual([many.status, many.body['accepted']], [200, 1000]);
		assert.equal(ledger.events.length, 1002);
		report(`        1,000 lines: ${Math.round(many.milliseconds)} ms`);
		assert.ok(many.milliseconds < 6000, `1,000 lines took ${many.milliseconds} ms`);

		emulator.change({ credit: 0 });
		const failed = await ask(order('A-3', lines));
		assert.equal(failed.status, 502);
		assert.deepEqual({ ...failed.body, reason: null }, { ...answerOf('A-3', 2, 0), reason: null });
		assert.match(String(failed.body['reason']), /top-up your project credit/);
	});
}

function answerOf(id: string, events: number, accepted: number): JsonObject {
	return { order_id: id, events, accepted };
}

async function checkRepeatedOrders(stage: WebhookStage): Promise<void> {
	const { emulator, report } = stage;
	const quantities = (id: string): unknown[] =>
		emulator.world.ledger.events
			.filter(({ event }) => event['order_id'] === id)
			.map(({ event }) => event['quantity']);
	const once = Array.from({ length: 250 }, (_, index) => index + 1);
	await withExample(stage, file, async (ask) => {
		const large = order('B-1', linesOf(250));
		emulator.inject({ kind: 'answer', status: 403, after: 1, count: 1 });
		const first = await ask(large);
		assert.equal(first.status, 502);
		assert.equal(first.body['accepted'], 150);
		const again = await ask(large);
		assert.deepEqual([again.status, again.body], [200, answerOf('B-1', 250, 250)]);
		assert.deepEqual(quantities('B-1').sort(byNumber), once);
		const third = await ask({ ...large, lines: linesOf(250).reverse() });
		assert.deepEqual([third.status, third.body], [200, answerOf('B-1', 250, 250)]);
		assert.equal(quantities('B-1').length, 250);

		const answers = await Promise.all(once.slice(0, 6).map(() => ask(order('B-2', linesOf(3)))));
		const last = await ask(order('B-2', linesOf(3)));
		const statuses = answers.map(({ status }) => status);
		assert.ok(statuses.every((status) => status === 200 || status === 409));
		assert.ok(statuses.includes(200), 'one of them sends');
		assert.equal(last.status, 200);
		assert.deepEqual(quantities('B-2').sort(byNumber), [1, 2, 3]);

		emulator.change({ requiredEventFields: { price: 'number' } });
		const refused = await ask(order('B-4', [{ item_id: 'sku-1' }]));
		assert.equal(refused.status, 422);
		assert.match(String(refused.body['reason']), /\S/);
		emulator.reset();

		emulator.inject({ kind: 'hang', count: 'always' });
		const hanging = await ask(order('B-3', linesOf(300)));
		report(`        300 lines while Kainic hangs: ${Math.round(hanging.milliseconds)} ms`);
		assert.equal(hanging.status, 502);
		assert.match(String(hanging.body['reason']), /No complete response came/);
		assert.ok(hanging.milliseconds < 23_000, `it took ${hanging.milliseconds} ms`);
		emulator.reset();
		const late = await ask(order('B-3', linesOf(300)));
		assert.deepEqual([late.status, late.body], [200, answerOf('B-3', 300, 300)]);
		assert.equal(quantities('B-3').length, 300);
	});
}

function byNumber(left: unknown, right: unknown): number {
	return Number(left) - Number(right);
}
