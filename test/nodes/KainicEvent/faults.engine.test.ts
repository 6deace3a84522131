import { turns } from '../../support/engine';
import { codesOf, openNodes, refusal, views } from '../../support/engine/with-emulator';

const shop = openNodes();

test('a cancel ends the planning of 10,000 items with expressions, and nothing is sent after it', async () => {
	let sent = 0;
	const { record } = await shop.send(views(10_000), {
		parameters: { eventSource: 'json', eventJson: '={{ JSON.stringify($json) }}' },
		cancelWhen: async () => {
			while (shop.requests() === 0) await turns(1);
			sent = shop.requests();
		},
	});
	expect(record.status).toBe('canceled');
	// At most those that were under way: twenty of the hundred.
	expect(shop.requests()).toBeLessThanOrEqual(sent + 20);
});

describe('set to stop', () => {
	const stops = { onError: 'stopWorkflow' } as const;
	const smallBatches = { options: { batchSize: 10, concurrency: 1 } };

	test('the batch that holds an invalid item is not sent', async () => {
		const items = views(50);
		items[25] = { platform: 'tv', anon_uid: 'x' };
		const { error } = await shop.send(items, { ...stops, parameters: smallBatches });
		expect(error?.message).toBe(
			'The field "platform" is the text "tv", but it must be web, mobile or pos. 20 events were accepted before the run stopped. [item 25]',
		);
		expect(shop.requests()).toBe(2);
	});

	test('a workflow that ends between two requests throws: n8n would keep the rest as sent', async () => {
		const firstIsSent = async () => {
			const { ledger } = shop.emulator.world;
			while (shop.requests() < 2 || ledger.inFlight > 0) await turns(1);
			// Until the node has read the response, which asks for 5 seconds.
			await turns(500);
		};
		const headers = { 'retry-after': '5' };
		shop.emulator.inject({ kind: 'answer', status: 429, headers, after: 1 });
		const result = await shop.send(views(30), {
			...stops,
			parameters: smallBatches,
			cancelWhen: firstIsSent,
		});
		expect(result.record.status).toBe('canceled');
		expect(result.success).toEqual([]);
		expect(result.error?.message).toMatch(/10 events were accepted before the run stopped\./);
		expect(shop.requests()).toBe(2);
	});
});

describe('with Retry On Fail', () => {
	const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	test('set to stop, its error says that it knows only its own try', async () => {
		const given = { ...retry, onError: 'stopWorkflow' } as const;
		const { error } = await shop.send([{ platform: 'tv' }], given);
		expect(error?.message).toMatch(/\. Nothing was accepted in this try\. \[item 0\]$/);
	});

	test.each(['continueErrorOutput', 'continueRegularOutput'] as const)(
		'%s: after a partial success nothing accepted is sent again, the very first item failing',
		async (onError) => {
			const items = [{ platform: 'tv', anon_uid: 'x' }, ...views(30)];
			const result = await shop.send(items, { ...retry, onError });
			expect(shop.accepted()).toHaveLength(30);
			expect(result.record.runs.Node).toHaveLength(1);
			if (onError === 'continueErrorOutput') return;
			expect(result.success).toHaveLength(31);
			expect(codesOf(result.success).filter(Boolean)).toEqual(['invalid_input']);
		},
	);

	test('where nothing was accepted, n8n may run the node again', async () => {
		shop.emulator.inject(refusal());
		const result = await shop.send(views(3), retry);
		expect(shop.requests()).toBe(2);
		expect(result.success).toHaveLength(3);
	});

	test('an item that comes back from an error branch is accepted then, once, without its error', async () => {
		shop.emulator.inject(refusal());
		const failed = await shop.send(views(2));
		const kainic = { status: 'accepted', trackerId: 'tracker-web', requestEvents: 2, attempts: 1 };
		const again = failed.errorBranch.map(({ json }) => ({ ...json, kainic }));
		const result = await shop.send(again, retry);
		expect(shop.events()).toEqual(views(2));
		expect(result.success[0]?.json).not.toHaveProperty('error');
		expect(shop.requests()).toBe(2);
		for (const eventJson of ['={{ $json }}', '={{ JSON.stringify($json) }}', '={{ [$json] }}']) {
			await shop.send(again, { parameters: { eventSource: 'json', eventJson } });
			expect(shop.events().slice(-2)).toEqual(views(2));
		}
	});
});
