import fc from 'fast-check';
import { formNames } from '../../../contract/core/candidates';
import type { Fault, SettingsPatch } from '../../../emulator';
import {
	closeDoubles,
	experimentKey,
	lookIntoLedger,
	problemsIn,
	projectKey,
	runCommand,
	startDouble,
	type Double,
} from './support';
import { liesIn } from './truth';

afterAll(closeDoubles);

const page = '<!doctype html><title>Proxy</title>';

const mostly = <T>(usual: T, ...others: T[]) =>
	fc.oneof({ arbitrary: fc.constant(usual), weight: 4 }, fc.constantFrom(...others));

const settings: fc.Arbitrary<SettingsPatch> = fc.record({
	failureStatus: fc.constantFrom(400, 200, 422, 500),
	refusedKey: fc.constantFrom(
		{ status: 401, message: null },
		{ status: 403, message: 'Forbidden' },
		{ status: 401, message: 'This key is revoked' },
		{ status: 200, message: 'No access' },
		{ status: 404, message: 'Project was not found' },
	),
	itemsAsText: fc.boolean(),
	acceptPartOfBatch: fc.boolean(),
	acceptUnlisted: fc.boolean(),
	checkFieldsBeforeFile: fc.boolean(),
	credit: mostly<number | null>(null, 0, 1),
	requiredEventFields: fc.dictionary(
		fc.constantFrom('event_name', 'quantity', 'items', 'timestamp', 'zz_top', 'uid'),
		fc.constantFrom('string', 'number', 'boolean', 'array', 'object'),
		{ maxKeys: 3 },
	),
	formFieldNames: fc.record({
		kainic_pid: mostly('kainic_pid', ...formNames.project, 'zz_project'),
		store_id: mostly('store_id', ...formNames.store, 'zz_store'),
		sync_mode: mostly('sync_mode', ...formNames.mode, 'zz_mode'),
		file: mostly('file', ...formNames.file, 'zz_file'),
	}),
	answerInstead: mostly(
		null,
		null,
		null,
		{ status: 200, contentType: 'text/html', body: page },
		{ status: 403, contentType: 'text/html', body: page },
		{ status: 200, contentType: 'application/json', body: '{"ok":true}' },
	),
});

const access = fc.record({
	KAINIC_TRACKER_ID: mostly('tracker-web', 'tracker-no-store', 'tracker-shop-only', ''),
	KAINIC_MODEL_ID: mostly(
		'model-popular',
		'model-similar',
		'model-broken',
		'model-no-endpoint',
		'',
	),
	KAINIC_EXPERIMENT_ID: mostly('experiment-home', 'experiment-inactive', ''),
	KAINIC_STORE_ID: mostly('store-1', 'store-9', ''),
	KAINIC_API_KEY: mostly(projectKey, experimentKey),
});

/** Faults that pass by themselves, and some that do not. */
const faults: fc.Arbitrary<Fault[]> = fc.array(
	fc
		.tuple(
			fc.constantFrom<Fault>(
				{ kind: 'answer', status: 503, body: 'try later' },
				{ kind: 'answer', status: 429, headers: { 'retry-after': '1' } },
				{ kind: 'drop', at: 'request' },
				{ kind: 'drop', at: 'after_request' },
				{ kind: 'truncate' },
				{ kind: 'answer', status: 500, body: '{"status":"fail","message":"Internal error"}' },
				{
					kind: 'answer',
					status: 401,
					body: '{"status":"fail","message":"Session lost"}',
				},
			),
			fc.nat({ max: 40 }),
			fc.integer({ min: 1, max: 4 }),
		)
		.map(([fault, after, count]) => ({ ...fault, after, count })),
	{ maxLength: 2 },
);

const behaviour = fc.record({
	allowEvents: fc.boolean(),
	/** Request at which Ctrl-C comes. */
	interruptAt: fc.option(fc.integer({ min: 1, max: 35 }), { freq: 1 }),
	answers: fc.array(mostly('y', 's', 'q', ''), { minLength: 60, maxLength: 60 }),
	asks: fc.boolean(),
	faults,
});

interface Case {
	readonly settings: SettingsPatch;
	readonly access: Record<string, string>;
	readonly behaviour: typeof behaviour extends fc.Arbitrary<infer Value> ? Value : never;
}

async function play(double: Double, { settings: patch, access: env, behaviour: how }: Case) {
	const { emulator, recorder } = double;
	// A run that was interrupted leaves a request behind, which would count for this one.
	await recorder.settled();
	emulator.reset();
	emulator.change(patch);
	emulator.inject(...how.faults);
	recorder.requests.length = 0;
	const { settings: before } = emulator.world;
	const interruption = new AbortController();
	recorder.onRequest = () => {
		if (recorder.requests.length === how.interruptAt) interruption.abort();
	};
	const look = lookIntoLedger(double);
	const answers = [...how.answers];
	const ran = await runCommand(double, {
		args: [...(how.asks ? [] : ['--yes']), ...(how.allowEvents ? ['--allow-events'] : [])],
		env,
		signal: interruption.signal,
		answer: (question) =>
			question.includes('Send it?') ? (answers.shift() ?? 'y') : look(question),
	});
	return { ran, before, wasInterrupted: interruption.signal.aborted };
}

test('every claim is true of the settings, and nothing is accepted that must not be, whatever they are', async () => {
	const double = await startDouble();
	const verdicts = { confirmed: 0, different: 0, open: 0 };
	await fc.assert(
		fc.asyncProperty(fc.record({ settings, access, behaviour }), async (each) => {
			const { ran, before, wasInterrupted } = await play(double, each);
			const { faults: struck } = each.behaviour;
			const tolerated = [
				// A fault's own answer has no envelope, which is true of the host at that moment.
				...(struck.length > 0 ? ['host.'] : []),
				// Nothing tells a session that is lost from a key that is refused.
				...(JSON.stringify(struck).includes('401') ? ['key.', 'project.'] : []),
			];
			const lies = liesIn(ran.report, before, each.access['KAINIC_TRACKER_ID'] ?? '');
			const isTolerated = (lie: string) => tolerated.some((start) => lie.startsWith(start));
			expect(lies.filter((lie) => !isTolerated(lie))).toEqual([]);
			expect(problemsIn(double, ran, each.behaviour.allowEvents)).toEqual([]);
			if (wasInterrupted) expect(ran.report.end).toBe('interrupted');
			verdicts.confirmed += ran.report.counts.confirmed;
			verdicts.different += ran.report.counts.different;
			verdicts.open += ran.report.counts.open;
		}),
		{ numRuns: Number(process.env['CONTRACT_RUNS'] ?? 50) },
	);
	// A check that claims nothing would lie never.
	expect(verdicts.confirmed).toBeGreaterThan(25);
	expect(verdicts.different).toBeGreaterThan(25);
}, 900_000);
