import { startAnsweringServer, type AnsweringServer } from './blocks/answering-server';
import type { BlockCase } from './blocks/block-case';
import { blockCases } from './blocks/cases';
import { isForFigures, measureAlone, measureInN8n, type Measured } from './blocks/measure';
import { keepBlocks } from './support/blocks';
import { linksOf } from './support/outcomes';

/**
 * Milliseconds. The node yields after 5; what cannot be divided, such as the parsing of one answer,
 * takes less than 50. The rest is for a slow machine and its garbage: what was quadratic took seconds.
 */
const bearable = 1000;

const keep = keepBlocks();

let server: AnsweringServer;
beforeAll(async () => {
	server = await startAnsweringServer();
});
afterAll(async () => await server.close());

const linked = ({ items }: Measured) => [...new Set(items.flatMap(linksOf))];

const everyItem = ({ items }: BlockCase) => [...items.keys()];

describe.each(blockCases.map((each) => [each.node, each.name, each] as const))(
	'Kainic %s, %s',
	(_node, _name, each) => {
		test('does not hold the event loop, and gives each item an outcome', async () => {
			await server.answerWith(each.answer);
			const alone = await measureAlone(each, server.url);
			expect(alone.block).toBeLessThan(bearable);
			expect(linked(alone)).toEqual(everyItem(each));
			if (!isForFigures) return;
			const inN8n = await measureInN8n(each, server.url);
			keep(each.row, { own: alone.block, inN8n: inN8n.block });
			expect(linked(inN8n)).toEqual(everyItem(each));
		}, 120_000);
	},
);
