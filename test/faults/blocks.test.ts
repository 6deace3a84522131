import type { BlockCase } from './blocks/block-case';
import { blockCases } from './blocks/cases';
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

describe.each(blockCases.map((each) => [each.node, each.name, each] as const))(
	'Kainic %s, %s',
	(_node, _name, each) => {
		test('does not hold the event loop, and gives each item an outcome', async () => {
			const { block, links } = await own.measure(each, allowed);
			expect(block).toBeLessThan(bearable);
			expect(links).toEqual(everyItem(each));
		}, 120_000);
	},
);
