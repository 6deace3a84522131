import { codesOf, credentialFor, errorOf, openShop, views, fieldsOfView } from '../shop';

const shop = openShop();

test('993 of 1,000 items arrive once, in order, in 10 requests; 7 invalid ones fail alone', async () => {
	const items = views(1000);
	const invalid: Record<number, Record<string, unknown>> = {
		3: { anon_uid: 'x' },
		150: { platform: 'tv', anon_uid: 'x' },
		151: { platform: 'web' },
		420: { platform: 'web', anon_uid: 5 },
		600: { platform: '', anon_uid: 'x' },
		777: { platform: 'web', anon_uid: null },
		999: { platform: ['web'], anon_uid: 'x' },
	};
	const mixed = items.map((item, index) => Object(invalid[index] ?? item));
	// One request at a time keeps the order.
	const result = await shop.send(mixed, { parameters: { options: { concurrency: 1 } } });
	const valid = items.filter((_, index) => invalid[index] === undefined);
	expect(shop.accepted()).toEqual(valid.map(({ anon_uid }) => anon_uid));
	expect(shop.requests()).toBe(10);
	expect(result.success.map(({ pairedItem }) => pairedItem)).toEqual(
		items.flatMap((_, index) => (invalid[index] === undefined ? [{ item: index }] : [])),
	);
	expect(result.errorBranch.map(({ json: { error: _error, ...json } }) => json)).toEqual(
		Object.values(invalid),
	);
	expect(new Set(codesOf(result.errorBranch))).toEqual(new Set(['invalid_input']));
	expect(errorOf(result.errorBranch[3]).message).toBe(
		'Item 420: The field "anon_uid" is the number 5, but it must be text.',
	);
	expect(errorOf(result.errorBranch[3]).description).toContain('String($json.anon_uid)');
	expect(result.hints[0]?.message).toBe(
		`993 events were accepted in 10 requests. 7 events were not sent. For the reasons, see the Error Branch. ${fieldsOfView}`,
	);
});

test.each(['inputItem', 'fields', 'json'])(
	'every request follows the contract: %s',
	async (eventSource) => {
		await shop.send(views(3), {
			parameters: {
				eventSource,
				platform: 'web',
				anonUid: '={{ $json.anon_uid }}',
				eventJson: '={{ JSON.stringify($json) }}',
			},
		});
		const [request] = shop.emulator.world.ledger.requests;
		expect(shop.accepted()).toEqual(views(3).map(({ anon_uid }) => anon_uid));
		expect(request).toMatchObject({ method: 'POST', endpoint: 'events' });
		expect(request?.headers['content-type']).toBe('application/json');
		expect(shop.emulator.contract.of('events').checkRequest(shop.events())).toBeUndefined();
	},
);

describe('other outputs', () => {
	test.each([
		['an option is not valid', { maxAttempts: 0 }, {}],
		['the key is one of experiments', {}, { keyType: 'experiment' }],
	])(
		'there is a summary of items, not events, if nothing can be planned: %s',
		async (_why, options, key) => {
			const result = await shop.send(views(3), {
				parameters: { output: 'summary', options },
				credential: { ...credentialFor(shop.emulator.url), ...key },
			});
			expect(result.errorBranch).toHaveLength(3);
			const figures = { events: 0, accepted: 0, notSent: 0, itemsNotSent: 3 };
			expect(result.success).toMatchObject([{ json: figures }]);
		},
	);

	test('the summary is one item linked to all, and failed items still come out', async () => {
		const result = await shop.send([...views(3), { platform: 'tv' }], {
			parameters: { output: 'summary', options: { batchSize: 2 } },
		});
		expect(result.success).toMatchObject([
			{
				json: {
					...{ events: 4, accepted: 3, rejected: 0, notSent: 1, unknown: 0 },
					...{ requests: 2, retries: 0 },
				},
				pairedItem: [0, 1, 2, 3].map((item) => ({ item })),
			},
		]);
		expect(codesOf(result.errorBranch)).toEqual(['invalid_input']);
	});

	test('isolating finds the bad event that only Kainic knows, and saves the others', async () => {
		const items = views(8).map((view, index) => (index === 5 ? { ...view, uid: 7 } : view));
		const lost = await shop.send(items);
		expect(codesOf(lost.errorBranch)).toEqual(Array(8).fill('field_type'));
		const kept = await shop.send(items, { parameters: { options: { isolateRejected: true } } });
		expect(kept.success).toHaveLength(7);
		expect(codesOf(kept.errorBranch)).toEqual(['field_type']);
		expect(kept.errorBranch[0]?.json.anon_uid).toBe('visitor-5');
	});

	test('isolating sends what Kainic accepts of a refused batch of 100 up to eight times', async () => {
		shop.emulator.change({ acceptPartOfBatch: true });
		const items = views(100).map((view, index) => (index === 60 ? { ...view, uid: 7 } : view));
		const result = await shop.send(items, { parameters: { options: { isolateRejected: true } } });
		expect(codesOf(result.errorBranch)).toEqual(['field_type']);
		const arrivals = new Map<unknown, number>();
		for (const { event } of shop.emulator.world.ledger.events) {
			arrivals.set(event['anon_uid'], (arrivals.get(event['anon_uid']) ?? 0) + 1);
		}
		expect(arrivals.size).toBe(99);
		expect(Math.max(...arrivals.values())).toBe(8);
	});
});
