import { uploadCatalog } from '../../../nodes/KainicCatalog/catalog';
import { newFailure } from '../../../nodes/shared/failure';
import type { Job, Outcome } from '../../../nodes/shared/send/job';
import {
	fakeRun,
	items,
	refusalOf,
	refusalsOf,
	stepsOf,
	uploadsOf,
	type Given,
} from './plan-uploads';

const storeOf = (...stores: readonly string[]) => ({
	storeId: (index: number) => stores[index] ?? '',
});

const sentTo = async (given: Given) =>
	(await uploadsOf(given)).map(({ fields }) => fields.store_id);

describe('a refused item', () => {
	const broken = { items: [...items(2), { json: {} }], panel: storeOf('a', 'b', 'b') };

	test('refuses every full sync of the run with its own failure', async () => {
		expect(await refusalOf(broken)).toMatchObject({
			...{ indexes: [0, 1, 2], code: 'file_schema' },
			message: 'This is an empty object, not a product. [item 2]',
			description: expect.stringContaining(
				'Nothing was uploaded, because the catalog would be incomplete',
			),
		});
		expect(await sentTo(broken)).toEqual([]);
	});

	test('may have an error of n8n, which ends without a full stop', async () => {
		const storeId = (index: number) => {
			if (index === 0) return 'a';
			throw new Error("Referenced node doesn't exist");
		};
		expect(await refusalOf({ items: items(3), panel: { storeId } })).toMatchObject({
			message: "Referenced node doesn't exist. Items with failures: 2. [item 1, 'Store ID']",
		});
	});

	test('is one of an unknown store; the message says how many were refused', async () => {
		const unknown = { items: items(4), panel: storeOf('a', '', '', 'a') };
		const message = "'Store ID' is empty. Items with failures: 2. [item 1]";
		expect(await refusalOf(unknown)).toMatchObject({ indexes: [0, 1, 2, 3], message });
	});
});

describe('a full sync that could only be a part', () => {
	const validateOnly = { panel: { 'options.validateOnly': true } };

	test.each([{}, validateOnly])('is refused under Execute Once: %j', async (given) => {
		expect(await refusalOf({ ...given, executesOnce: true })).toMatchObject({
			code: 'suspicious_catalog',
			message: expect.stringMatching(
				/^'Execute Once' is on, so this node gets only the first input/,
			),
			description: expect.stringMatching(
				/Switch 'Execute Once' off in the settings of this node\.$/,
			),
		});
	});

	const accepted: Outcome = { kind: 'accepted', items: [], mayBeAcceptedTwice: false };
	const failed = (mayBeAccepted: boolean): Outcome => ({
		kind: 'failed',
		failure: newFailure('no', {}, { mayBeAccepted, notSent: false }),
	});

	/** Runs the node a second time, as run 1. `first`: the mode and the outcome of run 0. */
	async function again(first: { syncMode?: string; outcome: Outcome }, second: Given = {}) {
		const notes = {};
		const given = { notes, panel: { syncMode: first.syncMode ?? 'full' } };
		const [job] = await stepsOf(given);
		if (job?.kind !== 'job') throw new Error('not sent');
		uploadCatalog.ended?.(fakeRun(given).context, job as Job<never>, first.outcome);
		return { notes, runIndex: 1, ...second };
	}

	test.each([
		[accepted, {}],
		[accepted, validateOnly],
		[failed(true), {}],
	])(
		'is refused for a store that an earlier run replaced or may have: %#',
		async (outcome, given) => {
			const second = await again({ outcome }, { items: items(2), ...given });
			expect(await refusalOf(second)).toMatchObject({
				...{ code: 'suspicious_catalog', notSent: true, indexes: [0, 1] },
				message:
					'An earlier run of this node in this execution sent a full sync for the store "store-1", and Kainic accepted it or may have accepted it. A second full sync would replace the products of the first full sync.',
				description: expect.stringMatching(
					/^The full sync was not sent\. Send all products of a store in one full sync\. After a loop: connect/,
				),
			});
		},
	);

	test.each<[string, Parameters<typeof again>[0], Given]>([
		['Kainic refused the first one', { outcome: failed(false) }, {}],
		['the first one was for another store', { outcome: accepted }, { panel: storeOf('b') }],
		['the first one was a stock sync', { outcome: accepted, syncMode: 'stock' }, {}],
		['n8n repeats the first run', { outcome: accepted }, { runIndex: 0 }],
	])('is sent in a second run if %s', async (_, first, second) => {
		expect(await uploadsOf(await again(first, second))).toHaveLength(1);
	});

	test('is refused in a second run if n8n does not say which run it is', async () => {
		const second = await again({ outcome: accepted });
		const context = { ...fakeRun(second).context, evaluateExpression: () => undefined };
		expect(await refusalOf({ context: Object(context) })).toMatchObject({
			code: 'suspicious_catalog',
		});
	});

	test('does not concern stock', async () => {
		const panel = { syncMode: 'stock' };
		expect(await sentTo({ panel, runIndex: 1, executesOnce: true })).toEqual(['store-1']);
	});

	test('is refused if several files are for its store', async () => {
		const files = new Map([0, 1, 2].map((index) => [index, '[{"item_id":"p"}]']));
		const panel = { productSource: 'file', ...storeOf('a', 'b', 'a') };
		const given = { items: items(3), files, panel };
		const description = 'The full sync was not sent. Put all products of a store into one file.';
		const message = expect.stringContaining('Several files are for the store "a".');
		const refused = { code: 'suspicious_catalog', message, description };
		expect(await refusalsOf(given)).toMatchObject([
			{ indexes: [0], ...refused },
			{ indexes: [2], ...refused },
		]);
		expect(await sentTo(given)).toEqual(['b']);
	});
});
