import fc from 'fast-check';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Fault } from '../../tools/emulator';
import { idsOf, titledCases, type NamedCase } from '../support/node-cases';
import { contract } from '../support/contract';
import type { NodeResult, StartItem } from '../support/engine';
import { isPlainObject } from '../../nodes/shared/values';
import { forAll, type Drawn } from '../support/for-all';
import { countLeaks } from './support/leaks';
import { linksOf } from './support/outcomes';
import { openBed } from './support/strike';
import { failText } from './table/answers';

const bed = openBed('sentinel7f3a-plain-key');

const answer = (status: number, text: string) =>
	({ kind: 'answer', status, body: failText(text) }) as const;

const faults: ReadonlyArray<Fault | null> = [
	null,
	answer(400, 'Something else'),
	answer(401, 'no such key'),
	answer(402, 'Insufficient Credit !'),
	answer(404, 'This model is not deployed!'),
	answer(503, 'busy'),
	{ kind: 'drop', at: 'request' },
	{ kind: 'drop', at: 'after_request' },
	{ kind: 'truncate' },
	{ kind: 'answer', status: 502, body: '<p>Bad gateway</p>', contentType: 'text/html' },
	{ kind: 'answer', status: 307, headers: { location: 'http://127.0.0.1:1/' } },
	{ kind: 'early_answer', status: 413 },
];

const oddName = fc.oneof(
	fc.constantFrom('error', 'kainic', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''),
	fc.string({ unit: 'binary', maxLength: 10 }),
);

const oddValue = fc.oneof(
	fc.constantFrom<IDataObject[string]>(
		...['\ud800', '\0', '?api_key=1', 'x'.repeat(300_000), 1e308, 2 ** 53, -0, NaN, Infinity],
		...[new Date(0), new Date(NaN), { toISO: 5 }, { toJSON: null }, [[[[]]]], { code: 'credit' }],
	),
	fc.jsonValue({ maxDepth: 3 }).map((json) => Object(json)),
);

/**
 * HTTP Request makes an item of each element of a JSON array, also of a text, a number or a list. A node that makes
 * one of null fails in n8n.
 */
const noObject = fc.oneof(
	fc.constantFrom<unknown>('sku-a', '', 'error', 5, 0, true, false, [], ['sku-a'], [{ a: 1 }]),
	fc.jsonValue({ maxDepth: 1 }).filter((json) => json !== null && !isPlainObject(json)),
);

/** Half of the items have some. */
const oddFields = fc
	.array(fc.tuple(oddName, oddValue), { maxLength: 3 })
	.map((entries): IDataObject => Object.fromEntries(entries));

/** The paths of the contract, with the project of the credential and one part for any other ID. */
const paths = Object.keys(contract.paths).map((path) => {
	const own = path.replace('{kainic_pid}', 'demo-project');
	return new RegExp(`^${own.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
});

const scenario = fc.record({
	fault: fc.constantFrom(...faults),
	after: fc.integer({ min: 0, max: 3 }),
	count: fc.constantFrom<number | 'always'>(1, 2, 'always'),
	onError: fc.constantFrom('continueErrorOutput' as const, 'continueRegularOutput' as const),
	retryOnFail: fc.boolean(),
	/** Where n8n keeps the files of items: beside their JSON or within it. */
	filesAre: fc.constantFrom('separate' as const, 'combined' as const),
	concurrency: fc.integer({ min: 1, max: 4 }),
	batchSize: fc.integer({ min: 1, max: 4 }),
	isolateRejected: fc.boolean(),
	/**
	 * Of each item, whether it is one that no request can be made of, whether it has a file, odd fields, and what
	 * its JSON is if it is no object.
	 */
	items: fc.array(
		fc.record({
			...{ isBad: fc.boolean(), hasFile: fc.boolean(), odd: oddFields },
			instead: fc.option(noObject, { freq: 3, nil: undefined }),
		}),
		{ minLength: 1, maxLength: 8 },
	),
	/** Whether the panel is filled in without expressions, so that each item can be accepted. */
	isFixed: fc.boolean(),
	output: fc.constantFrom('items', 'items', 'summary'),
	/** The tracker, model, experiment or store. */
	id: fc.constantFrom(null, null, '={{ $json.platform }}', '../..', 'a?b#c', '%2e%2e', '.'),
});

type Scenario = Drawn<typeof scenario>;

function itemsOf(node: NamedCase, { items }: Scenario): StartItem[] {
	return items.map(({ isBad, hasFile, odd, instead }, place) => {
		const anon_uid = `visitor-${place}`;
		const ids = { anon_uid, visitor: anon_uid, session: `session-${place}` };
		const good = { ...ids, platform: 'web', store: `store-${(place % 2) + 1}` };
		const own = isBad ? { platform: 5, visitor: '', store: '' } : good;
		const fields: IDataObject = { ...odd, ...node.items[0], ...own, place };
		const { json } = instead === undefined ? { json: fields } : asItem(instead);
		const content = Buffer.from(`file ${place}`);
		const note = { content, fileName: `${place}.txt`, mimeType: 'text/plain' };
		return hasFile ? { json, files: { note } } : { json };
	});
}

/** An item that n8n's types do not allow, but that its HTTP Request node makes. */
const asItem = (json: unknown): { json: IDataObject } => JSON.parse(JSON.stringify({ json }));

/** What the panels have instead of expressions. */
const fixed = {
	...{ eventSource: 'fields', platform: 'web', anonUid: 'visitor-0', sid: 'session-0' },
	...{ storeId: 'store-1', productSource: 'json', productsJson: '[{"item_id":"p"}]' },
};

async function run(node: NamedCase, given: Scenario): Promise<NodeResult> {
	const { fault, after, count, onError, retryOnFail, filesAre, id, ...options } = given;
	const ids = id === null ? [] : idsOf(node).map(({ name }) => [name, id] as const);
	const { concurrency, batchSize, isolateRejected, isFixed, output } = options;
	bed.emulator.reset();
	if (fault !== null) bed.emulator.inject({ ...fault, after, count });
	return await bed.run(node, bed.emulator.url, {
		items: [],
		inputItems: itemsOf(node, given),
		onError,
		retryOnFail,
		binaryMode: 'filesystem',
		workflowSettings: { binaryMode: filesAre },
		maxTries: 2,
		waitBetweenTries: 1,
		parameters: {
			...{ ...node.parameters, ...(isFixed && fixed), ...Object.fromEntries(ids) },
			...{ syncMode: 'stock', ...(node.keepsItems && { output }) },
			options: {
				...{ ...node.options, maxAttempts: 2, timeout: 10 },
				...{ concurrency, batchSize, isolateRejected },
			},
		},
	});
}

const inputOf = ({ record }: NodeResult) => record.runs['Before']?.at(-1)?.outputs[0] ?? [];

const firstLinks = (items: readonly INodeExecutionData[]) =>
	items.map((item) => linksOf(item)[0] ?? -1);

const ascending = (numbers: readonly number[]) =>
	numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? 0));

const isFailed = ({ json }: INodeExecutionData) => 'error' in json;

/**
 * What an item keeps of its JSON. unit/output and unit/items have what becomes of own fields with the names `error`
 * and `kainic`. n8n adds the JSON to an item on the error branch, so it is n8n that takes a text apart.
 */
function keptOf(json: unknown, onError: Scenario['onError']): object {
	if (!isPlainObject(json)) return onError === 'continueErrorOutput' ? {} : { value: json };
	const { error: _error, kainic: _kainic, ...kept } = json;
	return kept;
}

/** Each item ends in one way, in its place, with all it had if it failed. */
function verify(node: NamedCase, given: Scenario, result: NodeResult): void {
	expect(result.error).toBeUndefined();
	const inputs = inputOf(result);
	expect(inputs).toHaveLength(given.items.length);
	const outputs = [...result.outputs, result.errorBranch];
	const isSummary = node.keepsItems && given.output === 'summary';
	const isShown = (item: INodeExecutionData) => !isSummary || isFailed(item);
	const all = outputs.flat().filter(isShown);
	const failed = new Set(all.filter(isFailed).flatMap(linksOf));
	// The summary is about all items.
	const accepted = isSummary
		? [...inputs.keys()].filter((index) => !failed.has(index))
		: all.filter((item) => !isFailed(item)).flatMap(linksOf);
	if (isSummary) {
		const summaries = outputs.flat().filter((item) => !isShown(item));
		expect(summaries.map(({ json }) => json.accepted)).toEqual([accepted.length]);
	}
	expect(accepted.filter((index) => failed.has(index))).toEqual([]);
	const ended = [...accepted, ...failed].sort((a, b) => a - b);
	expect(node.keepsItems ? ended : [...new Set(ended)]).toEqual([...inputs.keys()]);
	expect(all.filter(isFailed).flatMap(linksOf)).toHaveLength(failed.size);
	for (const item of all.filter((each) => isFailed(each) || node.keepsItems)) {
		const links = linksOf(item);
		const input = inputs[links[0] ?? -1];
		expect(isPlainObject(item.json)).toBe(true);
		expect(item.json).toMatchObject(keptOf(input?.json, given.onError));
		if (links.length === 1) expect(item.binary).toEqual(input?.binary);
	}
	const { events, catalogs, requests } = bed.emulator.world.ledger;
	expect(requests.filter(({ path }) => !paths.some((known) => known.test(path)))).toEqual([]);
	expect(countLeaks(result.record.seen)).toBe(0);
	const products = ['store-1', 'store-2'].map((store) => catalogs.of(store)?.products);
	// Files are no part of what is sent.
	expect(JSON.stringify([events, products])).not.toContain('_files');
	for (const [index, items] of outputs.entries()) {
		const links = firstLinks(items.filter(isShown));
		const mayBeginWithAccepted = given.retryOnFail && index === 0;
		expect(ascending(links) || (mayBeginWithAccepted && ascending(links.slice(1)))).toBe(true);
	}
}

describe.each(titledCases)('%s', (_, node) => {
	test('whatever happens, what goes in comes out, in its order and with all it had', async () => {
		// The check of the paths would hold if no odd ID reached Kainic.
		let asked = 0;
		await forAll([scenario], 35, async (given) => {
			verify(node, given, await run(node, given));
			if (given.id !== null) asked += bed.emulator.world.ledger.requests.length;
		});
		expect(asked).toBeGreaterThan(0);
	}, 120_000);
});
