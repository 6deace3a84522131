import { startAnsweringServer, type AnsweringServer } from './blocks/answering-server';
import type { BlockCase } from './blocks/block-case';
import { blockCases } from './blocks/cases';
import { measureInN8n } from './blocks/in-n8n';
import { startOwnProcess, type OwnProcess } from './blocks/own-process';
import { keepBlocks } from './support/blocks';
import { linksOf } from './support/outcomes';

/** Milliseconds that the event loop may be held, by the rule. They need no second look. */
const allowed = 50;

/** The rest is for a busy machine, whose caches are others' as well: what was quadratic took seconds. */
const bearable = 150;

/** For figures, a block is the shortest of three runs; a test needs no more than one that is good. */
const isForFigures = process.env['KAINIC_RELIABILITY_FOLDER'] !== undefined;

const keep = keepBlocks();

let server: AnsweringServer;
let own: OwnProcess;
beforeAll(async () => {
	[server, own] = await Promise.all([startAnsweringServer(), startOwnProcess()]);
});
afterAll(async () => {
	await Promise.all([server.close(), own.close()]);
});

const everyItem = ({ items }: BlockCase) => [...items.keys()];

describe.each(blockCases.map((each) => [each.node, each.name, each] as const))(
	'Kainic %s, %s',
	(_node, _name, each) => {
		test('does not hold the event loop, and gives each item an outcome', async () => {
			const alone = await own.measure(each, isForFigures ? 0 : allowed);
			expect(alone.block).toBeLessThan(bearable);
			expect(alone.links).toEqual(everyItem(each));
			if (!isForFigures) return;
			await server.answerWith(each.answer);
			const inN8n = await measureInN8n(each, server.url);
			keep(each.row, { own: alone.block, inN8n: inN8n.block });
			expect([...new Set(inN8n.items.flatMap(linksOf))]).toEqual(everyItem(each));
		}, 120_000);
	},
);
