import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

function textsBelow(folder: string): string[] {
	return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.(ts|json|md|yaml)$/.test(name) && !name.includes('node_modules'))
		.map((name) => path.join(folder, name));
}

function read(file: string): string {
	return readFileSync(path.join(root, file), 'utf8');
}

/** Other names under which a shop might send what happened. */
const otherNames =
	/\bevent_?type\b|["']?\bevent["']?\s*:\s*["'](product_)?(view|purchase|click|add_to_cart)|"name":\s*"event",\s*"value"/i;

test('what happened is called event_name everywhere', () => {
	const texts = ['tools/bench', 'tools/demo', 'docs', 'tools/emulator', 'examples', 'test'].flatMap(
		textsBelow,
	);
	const ours = ['README.md', ...texts].filter((file) => !file.endsWith('one-name.test.ts'));
	expect(ours.filter((file) => otherNames.test(read(file)))).toEqual([]);
});

test.each([
	...['examples/order-events-webhook.json', 'examples/experiment-webhook.json'],
	...['examples/failed-events.json', 'tools/demo/events.workflow.json'],
	...['tools/bench/nodes/BenchStep.node.ts', 'tools/emulator/README.md'],
])('%s says that Kainic decides the name', (file) => {
	expect(read(file)).toContain('event_name');
	expect(read(file)).toMatch(/Kainic's reference/);
});
