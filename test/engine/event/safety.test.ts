import { loadContract, type Contract } from '../../../emulator/contract';
import type { Fault } from '../../../emulator';
import { runAsTool } from '../support';
import { codesOf, credentialFor, errorOf, openShop, views } from './shop';

const shop = openShop({ apiKey: 'sentinel key/+%?&=ü' });
const sentinel = 'sentinel key/+%?&=ü';
const credential = () => credentialFor(shop.emulator.url, sentinel);

describe('the key never leaves', () => {
	const faults: ReadonlyArray<[string, Fault]> = [
		['a failure that repeats the address', { kind: 'echo_url', as: 'fail' }],
		['a failure under 500 that repeats the address', { kind: 'echo_url', as: 'fail', status: 500 }],
		['data that repeats the address', { kind: 'echo_url', as: 'success' }],
		['a page that repeats the key', { kind: 'answer', status: 404, body: `<p>${sentinel}</p>` }],
		['a reset', { kind: 'drop', at: 'after_request' }],
	];

	test.each(faults)('%s', async (_name, fault) => {
		for (const onError of [
			'continueErrorOutput',
			'continueRegularOutput',
			'stopWorkflow',
		] as const) {
			shop.emulator.inject(fault);
			const options = { maxAttempts: 1 };
			const result = await shop.send(views(2), {
				onError,
				credential: credential(),
				parameters: { options },
			});
			expect(shop.requests()).toBeGreaterThan(0);
			const left = JSON.stringify([result.stored, result.hints, result.logs, result.success]);
			for (const form of [
				sentinel,
				encodeURIComponent(sentinel),
				'sentinel+key',
				'sentinel%20key',
			]) {
				expect(left).not.toContain(form);
				expect(left).not.toContain(JSON.stringify(form).slice(1, -1));
			}
		}
	});

	test('the search finds a key that was planted in the input', async () => {
		const [view] = views(1);
		const result = await shop.send([{ ...view, note: sentinel }], { credential: credential() });
		expect(result.stored).toContain(sentinel);
		expect(result.success[0]?.json.note).toBe(sentinel);
	});
});

describe('while 10,000 items with expressions are planned', () => {
	const expressions = {
		eventSource: 'fields',
		platform: '={{ $json.platform }}',
		anonUid: '={{ $json.anon_uid }}',
		eventFields: {
			assignments: ['event_name', 'item_id'].map((name) => ({
				id: name,
				name,
				value: `={{ $json.${name} }}`,
				type: 'string',
			})),
		},
	};

	// Real time: what counts is how long the process is held. n8n resolves 40,000 expressions meanwhile.
	test('the process is held for a moment only, again and again', async () => {
		const gaps: number[] = [];
		let last = performance.now();
		const timer = setInterval(() => {
			gaps.push(performance.now() - last);
			last = performance.now();
		}, 5);
		const result = await shop.send(views(10_000), {
			credential: credential(),
			parameters: Object(expressions),
		});
		clearInterval(timer);
		expect(result.success).toHaveLength(10_000);
		expect(shop.requests()).toBe(100);
		const planned = gaps.sort((a, b) => a - b);
		expect(planned.length).toBeGreaterThan(20);
		expect(planned[Math.floor(planned.length * 0.9)]).toBeLessThan(100);
	}, 120_000);

	test('a cancel lands within a second, and nothing is sent after it', async () => {
		const running = await shop.send(views(10_000), {
			credential: credential(),
			parameters: Object(expressions),
			cancelAfter: 150,
		});
		expect(running.record.status).toBe('canceled');
		expect(running.record.millisecondsAfterCancel).toBeLessThan(1000);
		const sent = shop.requests();
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(shop.requests()).toBe(sent);
	});
});

test('a cancel ends a request that hangs and a wait for another attempt', async () => {
	for (const fault of [
		{ kind: 'hang' },
		{ kind: 'answer', status: 503, headers: { 'retry-after': '30' }, body: '' },
	] as const) {
		shop.emulator.reset();
		shop.emulator.inject(fault);
		const result = await shop.send(views(1), { credential: credential(), cancelAfter: 200 });
		expect(result.record.status).toBe('canceled');
		expect(result.record.millisecondsAfterCancel).toBeLessThan(1000);
		expect(shop.requests()).toBe(1);
	}
});

describe('every request is one of the contract', () => {
	let contract: Contract;
	beforeAll(() => {
		contract = loadContract();
	});

	test.each(['inputItem', 'fields', 'json'])('%s', async (eventSource) => {
		await shop.send(views(3), {
			credential: credential(),
			parameters: {
				eventSource,
				platform: 'web',
				anonUid: '={{ $json.anon_uid }}',
				eventJson: '={{ JSON.stringify($json) }}',
			},
		});
		const [request] = shop.emulator.world.ledger.requests;
		const sent = shop.emulator.world.ledger.events.map(({ event }) => event);
		expect(sent).toEqual(
			views(3).map((view) => expect.objectContaining({ anon_uid: view.anon_uid })),
		);
		expect(request).toMatchObject({ method: 'POST', endpoint: 'events' });
		expect(request?.headers['content-type']).toBe('application/json');
		expect(contract.checkRequest.events(sent)).toBeUndefined();
	});
});

describe('as an AI tool', () => {
	test('a model fills the fields of an event and learns that it was accepted', async () => {
		const result = await runAsTool({
			type: 'kainicEvent',
			parameters: {
				trackerId: 'tracker-web',
				eventSource: 'json',
				eventJson: "={{ $fromAI('event', 'The event as a JSON object', 'json') }}",
			},
			arguments: { event: { platform: 'web', anon_uid: 'visitor-1', event_name: 'view' } },
			calledBy: 'engine',
			credential: credential(),
		});
		expect(result.description).toContain('Send shop events such as views and purchases to Kainic');
		expect(shop.accepted()).toEqual(['visitor-1']);
		expect(JSON.stringify(result.response)).toContain('accepted');
	});

	test('the choice of input items as events is not offered', async () => {
		const { eventProperties } = await import('../../../nodes/KainicEvent/properties');
		const source = eventProperties.find(({ name }) => name === 'eventSource');
		const option = source?.options?.find((each) => 'value' in each && each.value === 'inputItem');
		expect(option).toMatchObject({ displayOptions: { hide: { '@tool': [true] } } });
	});
});

test('a credential that cannot be read fails every item in the continue modes', async () => {
	const result = await shop.send(views(2), { credential: {} });
	expect(codesOf(result.errorBranch)).toEqual(['invalid_input', 'invalid_input']);
	expect(errorOf(result.errorBranch[0]).message).toContain('credential');
});
