import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { idsOf, nodeCases, titledCases } from '../cases';
import { contract } from '../contract';
import { forAll } from '../unit/support/for-all';
import { countLeaks, sentinelKeys } from './support/leaks';
import { outcomesByItem } from './support/outcomes';
import { errorModes, openBed, parametersFor } from './support/strike';

const bed = openBed(sentinelKeys[1]);

const knownFields = nodeCases.flatMap(({ items }) => items.flatMap((each) => Object.keys(each)));

const name = fc.oneof(
	fc.constantFrom(...knownFields, 'error', 'kainic'),
	fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', ''),
	fc.string({ unit: 'binary', maxLength: 10 }),
);

const special = fc.constantFrom<IDataObject[string]>(
	...['\ud800', '\0', 'web', '../../x', '?api_key=1', '#', '%2f', 'x'.repeat(300_000)],
	...[1e308, Number.MAX_SAFE_INTEGER + 1, -0, Infinity, NaN, null, undefined],
	...[new Date(0), new Date(NaN), { toISO: 5 }, { toJSON: null }, [[[[]]]], { code: 'credit' }],
);

const value = fc.oneof(
	special,
	fc.jsonValue({ maxDepth: 3 }).map((json) => Object(json)),
);

const item = fc
	.array(fc.tuple(name, value), { maxLength: 8 })
	.map((entries): IDataObject => Object.fromEntries(entries));

/** The paths of the contract, with the project of the credential and one part for any other ID. */
const paths = Object.keys(contract.paths).map((path) => {
	const own = path.replace('{kainic_pid}', 'demo-project');
	return new RegExp(`^${own.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
});

const isKnown = (path: string) => paths.some((known) => known.test(path));

describe.each(titledCases)('%s with hostile items and parameters', (_, node) => {
	/** Of random fields alone, or with those of an item that the node sends. */
	const goodItem = fc
		.tuple(item, fc.constantFrom(...node.items))
		.map(([fields, good]): IDataObject => ({ ...fields, ...good }));
	const anyItem = fc.oneof({ arbitrary: item, weight: 1 }, { arbitrary: goodItem, weight: 4 });

	test('gives each item one outcome and asks no other path', async () => {
		const scenario = fc.record({
			items: fc.array(anyItem, { minLength: 1, maxLength: 5 }),
			onError: fc.constantFrom(...errorModes),
			id: fc.constantFrom(
				'={{ $json.store }}',
				'={{ $json.platform }}',
				'../..',
				'a?b#c',
				'%2e%2e',
				'.',
			),
		});
		let requests = 0;
		await forAll([scenario], 40, async ({ items, onError, id }) => {
			bed.emulator.reset();
			const ids = idsOf(node).map(({ name }) => [name, id]);
			const parameters = { ...parametersFor(node, {}), ...Object.fromEntries(ids) };
			const result = await bed.run(node, bed.emulator.url, { items, onError, parameters });
			const asked = bed.emulator.world.ledger.requests.map(({ path }) => path);
			expect(asked.filter((path) => !isKnown(path))).toEqual([]);
			requests += asked.length;
			expect(countLeaks(result.record.seen)).toBe(0);
			if (onError === 'stopWorkflow' && result.error !== undefined) return;
			expect(result.error).toBeUndefined();
			for (const outcomes of outcomesByItem(result, items.length)) {
				expect(new Set(outcomes.map(({ kind }) => kind)).size).toBe(1);
			}
		});
		// Without a request, no path was looked at.
		expect(requests).toBeGreaterThan(0);
	});

	test('accepts an item with thousands of fields', async () => {
		const fields = Array.from({ length: 5000 }, (_, index) => [`f${index}`, index] as const);
		const items = node.items.map((good) => ({ ...Object.fromEntries(fields), ...good }));
		const parameters = parametersFor(node, {});
		const result = await bed.run(node, bed.emulator.url, { items, parameters });
		expect(outcomesByItem(result, items.length)).toEqual(items.map(() => [{ kind: 'accepted' }]));
	});
});
