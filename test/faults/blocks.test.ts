import { isNightly } from '../nightly';
import type { BlockCase } from './blocks/block-case';
import { blockCases } from './blocks/cases';
import { inputCases } from './blocks/large-inputs';
import { startMeasuringProcess, type MeasuringProcess } from './blocks/measuring-process';

/** Milliseconds that the event loop may be held, by the rule. They need no second look. */
const allowed = 50;

/** The rest is for a busy machine, whose caches are others' as well: what was quadratic took seconds. */
const bearable = 150;

let own: MeasuringProcess;
beforeAll(async () => {
	own = await startMeasuringProcess();
});
afterAll(async () => await own.close());

const everyItem = ({ items }: BlockCase) => [...items.keys()];

/** By day all that a node plans itself, and every sixth of the hostile answers. */
const cases = blockCases.filter(
	(_, index) => isNightly || index < inputCases.length || index % 6 === 0,
);

describe.each(cases.map((each) => [each.node, each.name, each] as const))(
	'%s, %s',
	(_node, _name, each) => {
		test('does not hold the event loop, and gives each item an outcome', async () => {
			const { block, links } = await own.measure(each, allowed);
			expect(block).toBeLessThan(bearable);
			expect(links).toEqual(everyItem(each));
		}, 120_000);
	},
);
