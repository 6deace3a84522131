import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { parseWorkflow } from '../../harness/workflows';

const root = path.resolve(__dirname, '../..');
/** The nodes of each that have an Error output. */
const branches = {
	'woocommerce-catalog': 5,
	'shopify-catalog': 4,
} as const;

function example(file: string) {
	return parseWorkflow(readFileSync(path.join(root, 'examples', `${file}.json`), 'utf8'));
}

describe.each(Object.entries(branches))('the example %s', (file, errorOutputs) => {
	const { nodes, connections } = example(file);
	const names = nodes.map(({ name }) => String(name));

	test('wires nodes that exist, and every failure of a node to the alert', () => {
		const wires = JSON.stringify(connections).matchAll(/"node":"([^"]+)"/g);
		for (const [, target] of wires) expect(names).toContain(target);
		expect(names).toEqual(expect.arrayContaining(Object.keys(connections)));
		const branching = nodes.filter(({ onError }) => onError === 'continueErrorOutput');
		expect(branching).toHaveLength(errorOutputs);
		for (const { name } of branching) {
			const main: unknown[] = Object(connections[String(name)]).main;
			expect([name, ...reachedFrom(connections, main.at(-1))]).toContain('Alert');
		}
	});
});

/** The nodes that an output leads to. */
function reachedFrom(connections: object, output: unknown, known = new Set<string>()): Set<string> {
	for (const [, name = ''] of JSON.stringify(output).matchAll(/"node":"([^"]+)"/g)) {
		if (known.has(name)) continue;
		known.add(name);
		reachedFrom(connections, Object(connections)[name] ?? {}, known);
	}
	return known;
}

describe('the scripts of docs/identity.md', () => {
	const doc = readFileSync(path.join(root, 'docs/identity.md'), 'utf8');
	const scripts = [...doc.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = '']) => text);
	const localStorage = {
		getItem: (key: string) => (key === 'kainic_anon_uid' ? 'visitor ü;1' : null),
	};

	test('write a cart attribute once', async () => {
		const attributes: Record<string, string> = {};
		const posted: unknown[] = [];
		const fetch = async (url: string, init?: { body: string }) => {
			if (init !== undefined) {
				posted.push([url, JSON.parse(init.body)]);
				Object.assign(attributes, JSON.parse(init.body).attributes);
			}
			return { json: async () => ({ attributes }) };
		};
		const window = { Shopify: { routes: { root: '/en/' } } };
		for (let visits = 0; visits < 2; visits += 1) {
			await runInNewContext(scripts[0] ?? '', { localStorage, fetch, window });
			await new Promise((resolve) => setImmediate(resolve));
		}
		expect(posted).toEqual([
			['/en/cart/update.js', { attributes: { kainic_anon_uid: 'visitor ü;1' } }],
		]);
	});

	test('write a cookie that holds the whole ID', () => {
		const document = { cookie: '' };
		runInNewContext(scripts[1] ?? '', { localStorage, document });
		const [, value = ''] = /^kainic_anon_uid=([^;]+); path=\//.exec(document.cookie) ?? [];
		expect(decodeURIComponent(value)).toBe('visitor ü;1');
	});
});
