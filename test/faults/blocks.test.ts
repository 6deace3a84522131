import type { BlockCase } from './blocks/block-case';
import { blockCases } from './blocks/cases';
import { startMeasuringProcess, type MeasuringProcess } from './blocks/measuring-process';
import { keepBlocks } from './support/blocks';

/** Milliseconds that the event loop may be held, by the rule. They need no second look. */
const allowed = 50;

/** The rest is for a busy machine, whose caches are others' as well: what was quadratic took seconds. */
const bearable = 150;

/** For figures, a block is the shortest of three runs; a test needs no more than one that is good. */
const isForFigures = process.env['KAINIC_RELIABILITY_FOLDER'] !== undefined;

const keep = keepBlocks();

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
			const alone = await own.measure(each, 'alone', isForFigures ? 0 : allowed);
			expect(alone.block).toBeLessThan(bearable);
			expect(alone.links).toEqual(everyItem(each));
			if (!isForFigures) return;
			const inN8n = await own.measure(each, 'in n8n', 0);
			keep(each.row, { own: alone.block, inN8n: inN8n.block });
			expect(inN8n.links).toEqual(everyItem(each));
		}, 120_000);
	},
);
