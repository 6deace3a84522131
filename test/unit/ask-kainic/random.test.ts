import fc from 'fast-check';
import type { Fault, SettingsPatch } from '../../../tools/emulator';
import { askedIn, check, start } from './support';
import { forAll } from '../support/for-all';

const mostly = <T>(usual: T, ...others: T[]) =>
	fc.oneof({ arbitrary: fc.constant(usual), weight: 4 }, fc.constantFrom(...others));

const settings: fc.Arbitrary<SettingsPatch> = fc.record({
	failureStatus: fc.constantFrom(400, 200, 422, 500),
	refusedKey: fc.constantFrom(
		{ status: 401, message: null },
		{ status: 403, message: 'Sorry' },
		{ status: 200, message: 'No access' },
		{ status: 404, message: 'Project was not found' },
	),
	itemsAsText: fc.boolean(),
	acceptPartOfBatch: fc.boolean(),
	credit: mostly<number | null>(null, 0, 1),
	requiredEventFields: fc.dictionary(
		fc.constantFrom('event_name', 'quantity', 'items', 'timestamp', 'zz_top'),
		fc.constantFrom('string', 'number', 'boolean', 'array', 'object'),
		{ maxKeys: 3 },
	),
	formFieldNames: fc.record({
		kainic_pid: mostly('kainic_pid', 'zz_project'),
		store_id: mostly('store_id', 'zz_store'),
		sync_mode: mostly('sync_mode', 'zz_mode'),
		file: mostly('file', 'zz_file'),
	}),
});

const env = fc.record({
	KAINIC_TRACKER_ID: mostly('tracker-web', 'tracker-no-store', 'tracker-shop-only', ''),
	KAINIC_MODEL_ID: mostly('model-popular', 'model-similar', 'model-broken', ''),
	KAINIC_EXPERIMENT_ID: mostly('experiment-home', 'experiment-inactive', ''),
});

const faults: fc.Arbitrary<Fault[]> = fc.array(
	fc
		.record({
			kind: fc.constantFrom<Fault>(
				{ kind: 'answer', status: 503, body: 'try later' },
				{ kind: 'drop', at: 'request' },
				{ kind: 'drop', at: 'after_request' },
				{ kind: 'truncate' },
				{ kind: 'answer', status: 500, body: '{"status":"fail","message":"Internal error"}' },
				{ kind: 'answer', status: 400, body: '{"status":"fail","message":"Quota exceeded"}' },
			),
			after: fc.nat({ max: 40 }),
			count: fc.integer({ min: 1, max: 4 }),
		})
		.map(({ kind, after, count }) => ({ ...kind, after, count })),
	{ maxLength: 2 },
);

test('nothing is accepted without permission and no key is shown, whatever Kainic answers', async () => {
	const emulator = await start();
	let questions = 0;
	const cases = fc.record({
		...{ settings, env, faults },
		allowEvents: fc.boolean(),
		/** Request at which Ctrl-C comes. */
		interruptAt: fc.option(fc.integer({ min: 1, max: 35 }), { freq: 5 }),
	});
	await forAll([cases], 40, async (each) => {
		emulator.reset();
		emulator.change(each.settings);
		emulator.inject(...each.faults);
		const interruption = new AbortController();
		const ran = await check(emulator, {
			args: ['--yes', ...(each.allowEvents ? ['--allow-events'] : [])],
			env: each.env,
			onRequest: (count) => {
				if (count === each.interruptAt) interruption.abort();
			},
			signal: interruption.signal,
		});
		expect(askedIn(ran)).toHaveLength(ran.sent.length);
		if (interruption.signal.aborted) expect(ran.report).toContain('it was interrupted');
		questions += ran.sent.length;
	});
	// A command that asks nothing would do no harm.
	expect(questions).toBeGreaterThan(40 * 5);
}, 300_000);
