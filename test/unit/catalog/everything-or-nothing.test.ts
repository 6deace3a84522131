import type { INodeExecutionData } from 'n8n-workflow';
import fc from 'fast-check';
import { InputError } from '../../../nodes/shared/failure';
import { demo, fakeRun, sent, stepsOf, type PanelValues } from './fake-run';

const fixed = { seed: 20_261_125, numRuns: 1000 };

/** One input item, and what a reader of the panel expects of it. */
interface Item {
	readonly store: string;
	readonly kind:
		| 'good'
		| 'two products'
		| 'empty'
		| 'error of n8n'
		| 'not a number'
		| 'broken'
		| 'no credential'
		| 'expression fails';
	readonly note: string;
}

type Source = 'inputItems' | 'json' | 'file';

/** Rows of Form Fields, by the name of the test's own oracle of what they send. */
const forms = {
	none: null,
	'the inferred fields': (item: Item, mode: string) => [
		['store_id', item.store],
		['sync_mode', mode],
	],
	'a constant store': (_item: Item, mode: string) => [
		['store_id', 'constant'],
		['sync_mode', mode],
	],
	'a full sync whatever the panel says': (item: Item) => [
		['store_id', item.store],
		['sync_mode', 'full'],
	],
	'fields of other names': (item: Item, mode: string) => [
		['shop', item.store],
		['mode', mode],
	],
	'a mode by item': (item: Item) => [
		['store_id', item.store],
		['sync_mode', item.note === 'x' ? 'full' : 'stock'],
	],
	'a note by item': (item: Item, mode: string) => [
		['store_id', item.store],
		['sync_mode', mode],
		['note', item.note],
	],
} as const;

const item = fc.record({
	store: fc.constantFrom('A', 'A', 'A', 'B', 'B', 'C', ''),
	kind: fc.oneof(
		{ weight: 12, arbitrary: fc.constantFrom<Item['kind']>('good', 'two products') },
		{
			weight: 1,
			arbitrary: fc.constantFrom<Item['kind']>(
				'empty',
				'error of n8n',
				'not a number',
				'broken',
				'no credential',
				'expression fails',
			),
		},
	),
	note: fc.constantFrom('x', 'x', 'y'),
});

const scenario = fc.record({
	items: fc.array(item, { minLength: 1, maxLength: 7 }),
	source: fc.constantFrom<Source>('inputItems', 'json', 'file'),
	syncMode: fc.constantFrom('full', 'stock'),
	form: fc.constantFrom<keyof typeof forms>(...(Object.keys(forms) as Array<keyof typeof forms>)),
	sliceLength: fc.integer({ min: 1, max: 5 }),
});

/** The products of an item; null if it must be refused. */
function productsOf({ kind }: Item, index: number, source: Source): readonly unknown[] | null {
	switch (kind) {
		case 'good':
			return [{ item_id: `p${index}` }];
		case 'two products':
			return source === 'inputItems'
				? [{ item_id: `p${index}` }]
				: [{ item_id: `p${index}` }, { item_id: `q${index}` }];
		default:
			return null;
	}
}

function jsonOf({ kind }: Item, index: number): INodeExecutionData['json'] {
	if (kind === 'empty') return {};
	if (kind === 'error of n8n') return { error: { message: 'socket hang up' } };
	if (kind === 'not a number') return { price: Number.NaN };
	if (kind === 'broken') return {};
	return { item_id: `p${index}` };
}

/** The value of Products JSON, or the content of a file. */
function textOf(item: Item, index: number, source: Source): string {
	if (item.kind === 'empty') return '[{}]';
	if (item.kind === 'broken' || item.kind === 'error of n8n') return '[{"a":';
	if (item.kind === 'not a number') return source === 'json' ? '[{"a":1e400}]' : '[{"a":NaN}]';
	return JSON.stringify(productsOf(item, index, source) ?? [{ item_id: 'unused' }]);
}

/** Where an item really goes, as far as the form tells. */
function destinationOf(item: Item, form: keyof typeof forms, syncMode: string) {
	const rows = forms[form]?.(item, syncMode) ?? [
		['store_id', item.store],
		['sync_mode', syncMode],
	];
	return { store: String(rows[0]?.[1]), mode: String(rows[1]?.[1]) };
}

function runOf({ items, source, syncMode, form, sliceLength }: Scenario, claimed: Set<string>) {
	const at = (index: number) => {
		const found = items[index];
		if (found === undefined) throw new Error(`There is no item ${index}`);
		return found;
	};
	const rows = forms[form];
	const formFields: PanelValues =
		rows === null
			? {}
			: {
					'options.formFields': (index: number) => ({
						values: rows(at(index), syncMode).map(([name, value]) => ({ name, value })),
					}),
				};
	return fakeRun({
		items: items.map((given, index) => ({ json: jsonOf(given, index) })),
		files: new Map(items.map((given, index) => [index, textOf(given, index, source)])),
		claimed,
		sliceLength,
		connectionOf: (index) => {
			if (at(index).kind === 'no credential') throw new InputError('The credential is not valid.');
			return demo;
		},
		panel: {
			syncMode,
			productSource: source,
			productsJson: (index: number) => textOf(at(index), index, source),
			storeId: (index: number) => {
				if (at(index).kind === 'expression fails') throw new Error('invalid syntax');
				return at(index).store;
			},
			...formFields,
		},
	});
}

interface Scenario {
	readonly items: readonly Item[];
	readonly source: Source;
	readonly syncMode: string;
	readonly form: keyof typeof forms;
	readonly sliceLength: number;
}

/** All that should be the catalog of a store; null if a part of it was refused or is not known. */
function wholeCatalog(scenario: Scenario, store: string): readonly unknown[] | null {
	const products: unknown[] = [];
	for (const [index, given] of scenario.items.entries()) {
		const isUnknown =
			given.store === '' || given.kind === 'no credential' || given.kind === 'expression fails';
		const belongs =
			isUnknown || destinationOf(given, scenario.form, scenario.syncMode).store === store;
		if (!belongs) continue;
		const own = isUnknown ? null : productsOf(given, index, scenario.source);
		if (own === null) return null;
		products.push(...own);
	}
	return products;
}

async function jobsOf(scenario: Scenario, claimed = new Set<string>()) {
	const steps = await stepsOf(runOf(scenario, claimed));
	const jobs = steps.filter((step) => step.kind === 'job');
	return { steps, uploads: await Promise.all(jobs.map(sent)) };
}

const storeOf = (fields: Readonly<Record<string, string>>) => fields.store_id ?? fields.shop ?? '';
const isFull = (fields: Readonly<Record<string, string>>) => Object.values(fields).includes('full');

test('a full sync sends the whole of what came in for a store, or nothing', async () => {
	let fulls = 0;
	await fc.assert(
		fc.asyncProperty(scenario, async (given) => {
			const { uploads } = await jobsOf(given);
			for (const upload of uploads.filter(({ fields }) => isFull(fields))) {
				fulls += 1;
				const store = storeOf(upload.fields);
				expect(upload.products).toEqual(wholeCatalog(given, store));
				expect(uploads.filter(({ fields }) => storeOf(fields) === store)).toHaveLength(1);
			}
		}),
		fixed,
	);
	// The rule would hold for a node that sends nothing.
	expect(fulls).toBeGreaterThan(fixed.numRuns / 10);
});

test('a full sync is sent if every item of the run is good and one upload has all of its store', async () => {
	await fc.assert(
		fc.asyncProperty(scenario, async (given) => {
			const items = given.items.map(
				(one) => ({ ...one, kind: 'good', store: one.store || 'A' }) as const,
			);
			const source = given.source === 'file' ? 'json' : given.source;
			const { uploads } = await jobsOf({ ...given, items, source, syncMode: 'full', form: 'none' });
			const stores = new Set(items.map(({ store }) => store));
			expect(new Set(uploads.map(({ fields }) => storeOf(fields)))).toEqual(stores);
		}),
		fixed,
	);
});

test('every item ends in exactly one step', async () => {
	await fc.assert(
		fc.asyncProperty(scenario, async (given) => {
			const { steps } = await jobsOf(given);
			const ended = steps.flatMap((step) => (step.kind === 'pause' ? [] : step.indexes));
			expect([...ended].sort((a, b) => a - b)).toEqual(given.items.map((_, index) => index));
		}),
		fixed,
	);
});

test('in stock every good item is sent, and the others fail alone', async () => {
	await fc.assert(
		fc.asyncProperty(scenario, async (drawn) => {
			const given: Scenario = { ...drawn, syncMode: 'stock', form: 'none' };
			const { steps, uploads } = await jobsOf(given);
			const good = given.items.flatMap((one, index) =>
				wholeCatalog({ ...given, items: [one] }, one.store) === null ? [] : [index],
			);
			expect(uploads.flatMap(({ indexes }) => [...indexes]).sort((a, b) => a - b)).toEqual(good);
			for (const step of steps) {
				if (step.kind === 'settled') expect(step.indexes).toHaveLength(1);
			}
		}),
		fixed,
	);
});

test('of two runs in one execution, only the first sends a full sync to a store', async () => {
	await fc.assert(
		fc.asyncProperty(scenario, scenario, async (first, second) => {
			const claimed = new Set<string>();
			const before = await jobsOf(first, claimed);
			const after = await jobsOf(second, claimed);
			const fullsTo = (uploads: typeof before.uploads) =>
				uploads.filter(({ fields }) => isFull(fields)).map(({ fields }) => storeOf(fields));
			const both = [...fullsTo(before.uploads), ...fullsTo(after.uploads)];
			expect(both).toHaveLength(new Set(both).size);
		}),
		fixed,
	);
});
