import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import path from 'node:path';
import { listen, loopback } from '../../tools/n8n/ports';
import type { BlockCase } from './blocks/block-case';
import { blockCases } from './blocks/hostile-answers';
import type { Asked, Measured } from './blocks/measuring-child';

/** Milliseconds that the event loop may be held, by the rule. They need no second look. */
const allowed = 50;

/** The rest is for a busy machine, whose caches are others' as well: what was quadratic took seconds. */
const bearable = 150;

/** Reads every request to its end, and answers all at once that come together. */
let current: BlockCase | undefined;
let waiting: ServerResponse[] = [];
const server = createServer((request, response) => {
	request.resume();
	request.on('end', () => {
		waiting.push(response);
		if (current === undefined || waiting.length < current.together) return;
		const { status, body } = current.answer;
		for (const each of waiting) {
			each.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
			each.end(body);
		}
		waiting = [];
	});
});

let baseUrl: string;
let child: ChildProcess;
let ended: Promise<unknown>;
beforeAll(async () => {
	baseUrl = `http://${loopback}:${await listen(server, 0)}`;
	child = fork(path.join(__dirname, 'blocks/measuring-child.ts'), [], {
		execArgv: ['--expose-gc', '--import', 'tsx'],
	});
	ended = once(child, 'exit');
	await message();
	// The child compiles the nodes first.
}, 120_000);
afterAll(async () => {
	child.kill();
	await ended;
	server.close();
});

async function measure(each: BlockCase): Promise<Measured> {
	[current, waiting] = [each, []];
	const asked: Asked = { index: blockCases.indexOf(each), baseUrl, goodEnough: allowed };
	const answer = message();
	child.send(asked);
	return await answer;
}

/** What the child says next. */
async function message(): Promise<Measured> {
	const gone = ended.then(() => Promise.reject(new Error('The measuring process has ended.')));
	const [said]: Measured[] = await Promise.race([once(child, 'message'), gone]);
	if (said === undefined) throw new Error('The measuring process said nothing.');
	return said;
}

test.each(blockCases.map((each) => [each.node, each.name, each] as const))(
	'%s with %s does not hold the event loop, and gives each item an outcome',
	async (_node, _name, each) => {
		const { block, links } = await measure(each);
		expect(block).toBeLessThan(each.parsing ?? bearable);
		expect(links).toEqual([...each.items.keys()]);
	},
	120_000,
);
