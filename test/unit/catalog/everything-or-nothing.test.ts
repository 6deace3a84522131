import type { INodeExecutionData } from 'n8n-workflow';
import fc from 'fast-check';
import { sent, stepsOf, type Given } from './fake-run';
import { forAll, type Drawn } from '../support/for-all';

const runs = 1000;

const badKinds = ['empty', 'error of n8n', 'not a number', 'broken', 'expression fails'] as const;

const item = fc.record({
	store: fc.constantFrom('A', 'A', 'A', 'B', 'B', 'C', ''),
	kind: fc.oneof(
		{ weight: 16, arbitrary: fc.constantFrom('good', 'two products') },
		{ weight: 1, arbitrary: fc.constantFrom(...badKinds) },
	),
	note: fc.constantFrom('x', 'x', 'y'),
});

const scenario = fc.record({
	items: fc.array(item, { minLength: 1, maxLength: 7 }),
	source: fc.constantFrom('inputItems', 'json', 'file'),
	syncMode: fc.constantFrom('full', 'stock'),
	/** Whether an extra form field has the note of each item. */
	hasNotes: fc.boolean(),
});

type Item = Drawn<typeof item>;
type Scenario = Drawn<typeof scenario>;

/** The products of an item; null if it must be refused. */
function productsOf({ kind, store }: Item, index: number, source: Scenario['source']) {
	if (store === '' || (kind !== 'good' && kind !== 'two products')) return null;
	const first = { item_id: `p${index}` };
	return kind === 'good' || source === 'inputItems' ? [first] : [first, { item_id: `q${index}` }];
}

function jsonOf({ kind }: Item, index: number): INodeExecutionData['json'] {
	if (kind === 'empty' || kind === 'broken') return {};
	if (kind === 'error of n8n') return { error: { message: 'socket hang up' } };
	if (kind === 'not a number') return { price: Number.NaN };
	return { item_id: `p${index}` };
}

/** The value of Products JSON, or the content of a file. */
function textOf(one: Item, index: number, source: Scenario['source']): string {
	if (one.kind === 'empty') return '[{}]';
	if (one.kind === 'broken' || one.kind === 'error of n8n') return '[{"a":';
	if (one.kind === 'not a number') return source === 'json' ? '[{"a":1e400}]' : '[{"a":NaN}]';
	return JSON.stringify(productsOf({ ...one, store: 'A' }, index, source) ?? [{ item_id: 'x' }]);
}

function runOf(given: Scenario, execution: string): Given {
	const { items, source, syncMode, hasNotes } = given;
	const at = (index: number) => {
		const found = items[index];
		if (found === undefined) throw new Error(`There is no item ${index}`);
		return found;
	};
	const note = { name: 'note', value: (index: number) => at(index).note };
	return {
		items: items.map((one, index) => ({ json: jsonOf(one, index) })),
		files: new Map(items.map((one, index) => [index, textOf(one, index, source)])),
		execution,
		panel: {
			syncMode,
			productSource: source,
			productsJson: (index: number) => textOf(at(index), index, source),
			storeId: (index: number) => {
				if (at(index).kind === 'expression fails') throw new Error('invalid syntax');
				return at(index).store;
			},
			...(hasNotes && { 'options.extraFormFields': { values: [note] } }),
		},
	};
}

async function jobsOf(given: Scenario, execution = '') {
	const steps = await stepsOf(runOf(given, execution));
	// Whatever happens, every item ends in exactly one step.
	const ended = steps.flatMap(({ indexes }) => indexes).sort((a, b) => a - b);
	expect(ended).toEqual([...given.items.keys()]);
	const jobs = steps.filter((step) => step.kind === 'job');
	return { steps, uploads: await Promise.all(jobs.map(sent)) };
}

const storeOf = ({ fields }: { readonly fields: Readonly<Record<string, string>> }) =>
	fields.store_id ?? '';

/** All products of a store in the order of its items, with those that must not go in one request. */
function catalogOf({ items, source, hasNotes }: Scenario, store: string) {
	const own = [...items.entries()].filter(([, one]) => one.store === store);
	const notes = new Set(own.map(([, { note }]) => (hasNotes ? note : '')));
	const conflicts = source === 'file' ? own.length > 1 : notes.size > 1;
	return {
		conflicts,
		products: own.flatMap(([index, one]) => productsOf(one, index, source) ?? []),
	};
}

test('full syncs are sent if every item of the run is good, each with all of its store; or none is', async () => {
	let [fulls, all] = [0, 0];
	await forAll([scenario], runs, async (drawn) => {
		const given: Scenario = { ...drawn, syncMode: 'full' };
		const { uploads } = await jobsOf(given);
		const isGood = given.items.every((one, index) => productsOf(one, index, given.source) !== null);
		const stores = [...new Set(given.items.map(({ store }) => store))];
		const expected = isGood ? stores.map((store) => ({ store, ...catalogOf(given, store) })) : [];
		const whole = expected.filter(({ conflicts }) => !conflicts);
		fulls += whole.length;
		all += 1;
		expect(uploads.map((upload) => [storeOf(upload), upload.products])).toEqual(
			whole.map(({ store, products }) => [store, products]),
		);
	});
	// The rule would hold for a node that sends nothing.
	expect(fulls).toBeGreaterThan(all / 10);
});

test('in stock every good item is sent, and the others fail alone', () =>
	forAll([scenario], runs, async (drawn) => {
		await jobsOf({ ...drawn, syncMode: 'stock' });
		const given: Scenario = { ...drawn, syncMode: 'stock', hasNotes: false };
		const { steps, uploads } = await jobsOf(given);
		const good = given.items.flatMap((one, index) =>
			productsOf(one, index, given.source) === null ? [] : [index],
		);
		expect(uploads.flatMap(({ indexes }) => [...indexes]).sort((a, b) => a - b)).toEqual(good);
		for (const step of steps) {
			if (step.kind === 'settled') expect(step.indexes).toHaveLength(1);
		}
	}));

/** So that each has an ID of its own. */
let executions = 0;

test('of two runs in one execution, only the first sends a full sync to a store', () =>
	forAll([scenario, scenario], runs, async (first, second) => {
		executions += 1;
		const execution = `random-${executions}`;
		const before = await jobsOf({ ...first, syncMode: 'full' }, execution);
		const after = await jobsOf({ ...second, syncMode: 'full' }, execution);
		const both = [...before.uploads, ...after.uploads].map(storeOf);
		expect(both).toHaveLength(new Set(both).size);
	}));
