import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createContext, runInNewContext, Script } from 'node:vm';
import fc from 'fast-check';
import type { INodeProperties } from 'n8n-workflow';
import { KainicCatalog } from '../../nodes/KainicCatalog/KainicCatalog.node';
import { KainicEvent } from '../../nodes/KainicEvent/KainicEvent.node';
import { parseWorkflow } from '../../harness/workflows';
import { shopifyOrder } from '../shops/shopify';
import { wooOrder } from '../shops/woocommerce';

const root = path.resolve(__dirname, '../..');
/** The nodes of each that have an Error output. */
const branches = {
	'woocommerce-orders': 2,
	'woocommerce-catalog': 6,
	'shopify-orders': 1,
	'shopify-catalog': 4,
} as const;
const panels = new Map(
	[new KainicEvent(), new KainicCatalog()].map(({ description: { name, properties } }) => [
		`n8n-nodes-kainic.${name}`,
		properties,
	]),
);

function example(file: string) {
	return parseWorkflow(readFileSync(path.join(root, 'examples', `${file}.json`), 'utf8'));
}

describe.each(Object.entries(branches))('the example %s', (file, errorOutputs) => {
	const { nodes, connections } = example(file);
	const names = nodes.map(({ name }) => String(name));

	test('names credentials and holds none', () => {
		const used = nodes.flatMap(({ credentials }) => Object.values(Object(credentials)));
		expect(used.length).toBeGreaterThan(1);
		for (const credential of used) expect(Object.keys(Object(credential))).toEqual(['id', 'name']);
	});

	test('sets parameters and options that the panels of the nodes have', () => {
		const own = nodes.filter(({ type }) => panels.has(String(type)));
		expect(own.length).toBeGreaterThan(0);
		for (const { type, parameters } of own) {
			const panel = panels.get(String(type)) ?? [];
			const options = panel.find(({ name }) => name === 'options')?.options ?? [];
			expect(namesOf(panel)).toEqual(expect.arrayContaining(Object.keys(Object(parameters))));
			expect(options.map(({ name }) => name)).toEqual(
				expect.arrayContaining(Object.keys(Object(Object(parameters).options))),
			);
		}
	});

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

	test('says in notes which settings are to be made', () => {
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		const text = notes.map(({ parameters }) => Object(parameters).content).join('\n');
		expect(text).toMatch(/Tracker ID|Store ID/);
		expect(text).toMatch(/credential/);
		expect(text).toMatch(/\*Alert\*/);
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

describe.each(['woocommerce-orders', 'shopify-orders'])('the failures of %s', (file) => {
	const { nodes, connections } = example(file);

	test('a failed data table stops the run, since n8n would hand on its error as a success', () => {
		const tables = nodes.filter(({ type }) => type === 'n8n-nodes-base.dataTable');
		for (const { name, onError, parameters } of tables) {
			// n8n 1.x cannot make a table; without one, the next node fails.
			const makesTable = Object(parameters).operation === 'create';
			expect([name, onError]).toEqual([name, makesTable ? 'continueRegularOutput' : undefined]);
		}
	});

	test('only the shop and Kainic have an Error output; all else stops the run, which is told', () => {
		const handled = nodes.filter(({ onError }) => onError === 'continueErrorOutput');
		for (const { type } of handled) {
			expect(type).toMatch(/^(n8n-nodes-base\.httpRequest|n8n-nodes-kainic\.kainicEvent)$/);
		}
		const triggers = nodes.filter(({ type }) => type === 'n8n-nodes-base.errorTrigger');
		expect(triggers).toHaveLength(1);
		const output = connections[String(triggers[0]?.['name'])];
		expect([...reachedFrom(connections, output)]).toEqual(['What Went Wrong', 'Alert']);
	});

	test('an alert is tried again; a note is not made twice', () => {
		const retried = nodes.filter(({ retryOnFail }) => retryOnFail).map(({ name }) => name);
		expect(retried).toEqual(expect.arrayContaining(['Alert', 'Events of the Order']));
		expect(retried).not.toContain('Note Events');
	});
});

function namesOf(properties: readonly INodeProperties[]): string[] {
	return properties.map(({ name }) => name);
}

/** A function that makes of an order what the node Order Events does, compiled once. */
function orderEventsOf(file: string) {
	const node = example(file).nodes.find(({ name }) => name === 'Order Events');
	const script = new Script(`(() => {${String(Object(node?.['parameters']).jsCode)}\n})()`);
	const outputs = new Map<string, unknown>();
	const $ = (name: string) => ({
		isExecuted: outputs.has(name),
		first: () => ({ json: outputs.get(name) }),
	});
	const context = createContext({ $, $execution: { id: '7' } });
	return (order: unknown, refunds: unknown = []): Record<string, unknown>[] => {
		outputs.set('Order Created', order).set('Refunds of the Order', { body: refunds });
		const made: unknown = script.runInContext(context);
		const items: Array<{ json: Record<string, unknown> }> = JSON.parse(JSON.stringify(made));
		return items.map(({ json }) => json);
	};
}

const orders = { 'woocommerce-orders': wooOrder(1), 'shopify-orders': shopifyOrder(1) };

describe.each(Object.entries(orders))('Order Events of %s', (file, order) => {
	const orderEvents = orderEventsOf(file);

	test('makes an event or a problem of whatever comes, and no event without a visitor', () => {
		const [line] = order.line_items;
		const lines = fc.array(fc.oneof(mutated(line ?? {}), fc.jsonValue()));
		const changes = fc.oneof(
			mutated(order),
			mutated({ ...order, refunds: [{ id: 1 }] }),
			fc.object(),
		);
		fc.assert(
			fc.property(changes, lines, fc.jsonValue(), (changed, line_items, refunds) => {
				for (const input of [changed, { ...changed, line_items }]) {
					for (const made of orderEvents(input, refunds)) assertSound(made);
				}
			}),
			{
				numRuns: 2_000,
				endOnFailure: true, // to make inputs of this size smaller takes minutes
				examples: [
					[{ ...order }, [{ ...line, price: -1.7e308 }], []],
					[
						{ ...order, cancelled_at: 'yes', status: 'cancelled' },
						[{ ...line }, { ...line, quantity: 0.5 }],
						[],
					],
				],
			},
		);
	});

	test('reads the visitor from the place that docs/identity.md names', () => {
		const [event] = orderEvents(order);
		expect(event).toMatchObject({ anon_uid: 'visitor-1', event_name: 'purchase' });
		const doc = readFileSync(path.join(root, 'docs/identity.md'), 'utf8');
		expect(doc).toContain('kainic_anon_uid');
		expect(JSON.stringify(order)).toContain('"kainic_anon_uid"');
	});
});

/** The object with one of its values replaced by any JSON, or left out. */
function mutated(object: object): fc.Arbitrary<Record<string, unknown>> {
	const key = fc.constantFrom(...Object.keys(object));
	return fc.tuple(key, fc.option(fc.jsonValue(), { nil: undefined })).map(([name, value]) => ({
		...object,
		[name]: value,
	}));
}

function assertSound(made: Record<string, unknown>): void {
	expect(typeof made['event_id']).toBe('string');
	expect(made['event_id']).not.toMatch(/\s/);
	if (made['problem'] !== undefined) return;
	expect(made['anon_uid']).toMatch(/\S/);
	expect(made['item_id']).toMatch(/\S/);
	expect(made['order_id']).toMatch(/\S/);
	expect(made['quantity']).toBeGreaterThan(0);
	expect(['purchase', 'refund']).toContain(made['event_name']);
	if ('price' in made) expect(Number.isFinite(made['price'])).toBe(true);
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
