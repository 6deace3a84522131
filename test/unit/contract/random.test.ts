import fc from 'fast-check';
import { tried } from '../../../tools/ask-kainic/probes/forms';
import type { Fault, Settings, SettingsPatch } from '../../../tools/emulator';
import { check, problemsIn, start, type Ran } from './support';

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
	acceptUnlisted: fc.boolean(),
	checkFieldsBeforeFile: fc.boolean(),
	credit: mostly<number | null>(null, 0, 1),
	requiredEventFields: fc.dictionary(
		fc.constantFrom('event_name', 'quantity', 'items', 'timestamp', 'zz_top'),
		fc.constantFrom('string', 'number', 'boolean', 'array', 'object'),
		{ maxKeys: 3 },
	),
	formFieldNames: fc.record({
		kainic_pid: mostly('kainic_pid', ...tried.projectId, 'zz_project'),
		store_id: mostly('store_id', ...tried.storeId, 'zz_store'),
		sync_mode: mostly('sync_mode', ...tried.syncMode, 'zz_mode'),
		file: mostly('file', ...tried.file, 'zz_file'),
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

/** Whether a claim is true of an emulator, by the beginning of its ID; all others always are. */
const truths: ReadonlyArray<readonly [prefix: string, isTrue: (settings: Settings) => boolean]> = [
	['host.failure-status', ({ failureStatus }) => failureStatus === 400],
	['refused.', ({ refusedKey: { status } }) => status === 401 || status === 403],
	['tracker.wrong', ({ acceptUnlisted }) => acceptUnlisted],
	['predict.items', ({ itemsAsText }) => !itemsAsText],
	['experiment.items', ({ itemsAsText }) => !itemsAsText],
	[
		'events.no-further-fields',
		({ requiredEventFields }) => Object.keys(requiredEventFields).length === 0,
	],
	['events.batch', ({ acceptPartOfBatch }) => !acceptPartOfBatch],
	['form.projectId', ({ formFieldNames }) => formFieldNames.kainic_pid === 'kainic_pid'],
	['form.storeId', ({ formFieldNames }) => formFieldNames.store_id === 'store_id'],
	['form.syncMode', ({ formFieldNames }) => formFieldNames.sync_mode === 'sync_mode'],
	['form.file', ({ formFieldNames }) => formFieldNames.file === 'file'],
];

/** Everything in a report that is not true of the emulator that it was made with. */
function liesIn({ report }: Ran, world: Settings, isFaulty: boolean, tracker: string): string[] {
	return report.findings.flatMap(({ id, verdict, seen, remedy }) => {
		const [, isTrue] = truths.find(([prefix]) => id.startsWith(prefix)) ?? ['', () => true];
		if (verdict === 'open') return remedy === null ? [] : [`${id} is open, with a remedy`];
		// A fault's own answer has no envelope, which is true of the host at that moment.
		if (id === 'host.envelope' && isFaulty) return [];
		// Only a tracker that works is answered as others are.
		if (id === 'tracker.wrong' && tracker !== 'tracker-web') return [];
		const isRight = isTrue(world) === (verdict === 'confirmed');
		return isRight ? [] : [`${id} is ${verdict}: ${seen}`];
	});
}

test('every claim is true of the settings, and nothing is accepted without permission, whatever they are', async () => {
	const emulator = await start();
	const verdicts = { confirmed: 0, different: 0 };
	const cases = fc.record({
		...{ settings, env, faults },
		allowEvents: fc.boolean(),
		/** Request at which Ctrl-C comes. */
		interruptAt: fc.option(fc.integer({ min: 1, max: 35 }), { freq: 5 }),
	});
	await fc.assert(
		fc.asyncProperty(cases, async (each) => {
			emulator.reset();
			emulator.change(each.settings);
			emulator.inject(...each.faults);
			const { settings: before } = emulator.world;
			const interruption = new AbortController();
			const ran = await check(emulator.url, {
				args: ['--yes', ...(each.allowEvents ? ['--allow-events'] : [])],
				env: each.env,
				onRequest: (count) => {
					if (count === each.interruptAt) interruption.abort();
				},
				signal: interruption.signal,
			});
			const isFaulty = each.faults.length > 0;
			expect(liesIn(ran, before, isFaulty, each.env.KAINIC_TRACKER_ID)).toEqual([]);
			expect(problemsIn(emulator, ran, each.allowEvents)).toEqual([]);
			if (interruption.signal.aborted) expect(ran.report.end).toBe('interrupted');
			verdicts.confirmed += ran.report.counts.confirmed;
			verdicts.different += ran.report.counts.different;
		}),
		{ numRuns: Number(process.env['CONTRACT_RUNS'] ?? 40) },
	);
	// A check that claims nothing would never lie.
	expect(verdicts.confirmed).toBeGreaterThan(25);
	expect(verdicts.different).toBeGreaterThan(25);
}, 300_000);
