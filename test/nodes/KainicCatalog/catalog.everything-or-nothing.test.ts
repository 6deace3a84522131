import type { INodeExecutionData } from 'n8n-workflow';
import fc from 'fast-check';
import { sent, stepsOf, type Given } from './plan-uploads';
import { forAll, type Drawn } from '../../support/for-all';

const runs = 200;

const badKinds = ['empty', 'error of n8n', 'not a number', 'broken', 'expression fails'] as const;

const item = fc.record({
	store: fc.constantFrom('A', 'A', 'A', 'B', 'B', 'C', ''),
	kind: fc.oneof(
		{ weight: 16, arbitrary: fc.constantFrom('good', 'two products') },
		{ weight: 1, arbitrary: fc.constantFrom(...badKinds) },
	),
});

const scenario = fc.record({
	items: fc.array(item, { minLength: 1, maxLength: 7 }),
	source: fc.constantFrom('inputItems', 'json', 'file'),
	syncMode: fc.constantFrom('full', 'stock'),
});

type Item = Drawn<typeof item>;
type Scenario = Drawn<typeof scenario>;

/** The products of an item; null if it must be refused. Products JSON is that of the first item. */
function productsOf({ items, source }: Scenario, index: number) {
	const { store, kind } = at(items, index);
	if (store === '' || kind === 'expression fails') return null;
	if (source !== 'json') return listOf(kind, index, source);
	return kind === 'error of n8n' ? null : listOf(at(items, 0).kind, 0, source);
}

function listOf(kind: Item['kind'], index: number, source: Scenario['source']) {
	const first = { item_id: `p${index}` };
	if (kind === 'good' || kind === 'expression fails') return [first];
	if (kind !== 'two products') return null;
	return source === 'inputItems' ? [first] : [first, { item_id: `q${index}` }];
}

function at(items: readonly Item[], index: number): Item {
	const found = items[index];
	if (found === undefined) throw new Error(`There is no item ${index}`);
	return found;
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
	return JSON.stringify(listOf(one.kind, index, source));
}

function runOf(given: Scenario): Given {
	const { items, source, syncMode } = given;
	return {
		items: items.map((one, index) => ({ json: jsonOf(one, index) })),
		files: new Map(items.map((one, index) => [index, textOf(one, index, source)])),
		panel: {
			syncMode,
			productSource: source,
			productsJson: () => textOf(at(items, 0), 0, source),
			storeId: (index: number) => {
				const { kind, store } = at(items, index);
				if (kind === 'expression fails') throw new Error('invalid syntax');
				return store;
			},
		},
	};
}

async function jobsOf(given: Scenario) {
	const steps = await stepsOf(runOf(given));
	// Whatever happens, every item ends in exactly one step.
	const ended = steps.flatMap(({ indexes }) => indexes).sort((a, b) => a - b);
	expect(ended).toEqual([...given.items.keys()]);
	const jobs = steps.filter((step) => step.kind === 'job');
	return { steps, uploads: await Promise.all(jobs.map(sent)) };
}

const storeOf = ({ fields }: { readonly fields: Readonly<Record<string, string>> }) =>
	fields.store_id ?? '';

/** All products of a store in the order of its items, with those that must not go in one request. */
function catalogOf(given: Scenario, store: string) {
	const { items, source } = given;
	const own = [...items.entries()].filter(([, one]) => one.store === store);
	const conflicts = source === 'file' && own.length > 1;
	const lists = own.map(([index]) => productsOf(given, index) ?? []);
	return { conflicts, products: source === 'json' ? lists[0] : lists.flat() };
}

test('full syncs are sent if every item of the run is good, each with all of its store; or none is', async () => {
	let [fulls, all] = [0, 0];
	await forAll([scenario], runs, async (drawn) => {
		const given: Scenario = { ...drawn, syncMode: 'full' };
		const { uploads } = await jobsOf(given);
		const isGood = given.items.every((_, index) => productsOf(given, index) !== null);
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
		const given: Scenario = { ...drawn, syncMode: 'stock' };
		const { steps, uploads } = await jobsOf(given);
		const good = given.items.flatMap((_, index) =>
			productsOf(given, index) === null ? [] : [index],
		);
		expect(uploads.flatMap(({ indexes }) => [...indexes]).sort((a, b) => a - b)).toEqual(good);
		for (const step of steps) {
			if (step.kind === 'settled' && good.length > 0) expect(step.indexes).toHaveLength(1);
		}
	}));
