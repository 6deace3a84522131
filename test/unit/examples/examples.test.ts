import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { homepage } from '../../../package.json';
import { packageNodes } from '../../../tools/n8n/package-nodes';
import { parseWorkflow } from '../../../tools/n8n/workflows';

const folder = path.resolve(__dirname, '../../../examples');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const page = readFileSync(path.join(folder, '../docs/examples.md'), 'utf8');

const panels = new Map(
	packageNodes.map(({ type, description }) => [`n8n-nodes-kainic.${type}`, description.properties]),
);

const sources = readdirSync(path.join(folder, 'src'), { recursive: true, encoding: 'utf8' });

test('all Code nodes together have at most 560 lines of JavaScript, and none of their files more than 70', () => {
	const lines = sources
		.filter((file) => file.endsWith('.js'))
		.map(
			(file) =>
				readFileSync(path.join(folder, 'src', file), 'utf8')
					.trimEnd()
					.split('\n').length,
		);
	expect(lines.length).toBeGreaterThan(10);
	expect(Math.max(...lines)).toBeLessThanOrEqual(70);
	expect(lines.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(560);
});

const [woo, shopify] = ['woocommerce-orders.json', 'shopify-orders.json'];
const orderWorkflows = [woo, shopify, 'order-events-webhook.json'];

/** How many examples each rule concerns. */
const concerned = new Map<string, number>();

/** A test of the examples that a rule concerns. */
const testIf = (concerns: boolean, rule: string, check: () => void) => {
	concerned.set(rule, (concerned.get(rule) ?? 0) + Number(concerns));
	if (concerns) test(rule, check);
};

describe.each(files)('the example %s', (file) => {
	const text = readFileSync(path.join(folder, file), 'utf8');
	const { nodes, connections } = parseWorkflow(text);
	const names = nodes.map(({ name }) => name);
	const types = nodes.map(({ type }) => type);
	const startsByItself = types.some((type) =>
		/webhook$|(?<!manual|Workflow)Trigger$/.test(String(type)),
	);
	const notes = nodes
		.filter(({ type }) => type === 'n8n-nodes-base.stickyNote')
		.map(({ parameters }) => String(Object(parameters).content))
		.join('\n');

	const used = nodes.flatMap(({ credentials }) => Object.values(Object(credentials)));
	testIf(used.length > 0, 'names credentials and holds none', () => {
		for (const credential of used) {
			expect(Object.keys(Object(credential))).toEqual(['id', 'name']);
			expect(Object(credential).name).toMatch(
				/^(Kainic (experiment )?|WooCommerce |Shopify |Header Auth |OpenAi |SMTP )account$/,
			);
		}
	});

	const own = nodes.filter(({ type }) => panels.has(String(type)));
	testIf(own.length > 0, 'sets parameters and options that the panels of the nodes have', () => {
		for (const { type, parameters } of own) {
			const panel = panels.get(String(type)) ?? [];
			const { options = {} } = Object(parameters);
			expect(namesOf(panel)).toEqual(expect.arrayContaining(Object.keys(Object(parameters))));
			expect(optionsOf(panel)).toEqual(expect.arrayContaining(Object.keys(options)));
		}
	});

	test('wires and names nodes that exist', () => {
		const wires = JSON.stringify(connections).matchAll(/"node":"([^"]+)"/g);
		for (const [, target] of wires) expect(names).toContain(target);
		expect(names).toEqual(expect.arrayContaining(Object.keys(connections)));
		for (const [, named] of text.matchAll(/\$\('([^']+)'\)/g)) expect(names).toContain(named);
	});

	const isOfOrders = /order|alerts|failed-events/.test(file);
	testIf(!isOfOrders, 'has two notes, which say how to set it up and how it works', () => {
		const titles = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(titles.map(({ name }) => name)).toEqual(['Set up', 'How it works']);
	});

	testIf(
		!isOfOrders,
		'has no output that starts two branches: n8n runs the upper one first',
		() => {
			const branches = Object.values(connections).flatMap((outputs) =>
				Object.values(Object(outputs)),
			);
			expect(Math.max(...branches.flat().map((branch) => Object(branch).length))).toBe(1);
		},
	);

	test('says in its notes what to set, and how to begin', () => {
		if (text.includes('"credentials"')) expect(notes).toMatch(/credential/);
		if (startsByItself) expect(notes).toContain('**Publish** (n8n 1: *Activate*)');
		for (const { type, parameters } of own) {
			const { trackerId, modelId, experimentId, storeId } = Object(parameters);
			if (trackerId !== undefined) expect(notes).toContain('**Tracker ID**');
			if (modelId !== undefined) expect(notes).toContain('**Model ID**');
			if (experimentId !== undefined) expect(notes).toContain('**Experiment ID**');
			if (storeId !== undefined) expect(notes).toContain('**Store ID**');
			expect(type).toMatch(/^n8n-nodes-kainic\./);
		}
		if (names.includes('Settings')) expect(notes).toContain('**Settings**');
	});

	const sends = [...orderWorkflows, 'failed-events.json'].includes(file);
	testIf(sends, 'sends each event by itself, so that one that fails delays no other', () => {
		const { parameters } = nodes.find(({ name }) => name === 'Send Events') ?? {};
		expect(Object(parameters).options.batchSize).toBe(1);
	});

	test('has at most 13 nodes, or 20 if it reads, writes and sends orders', () => {
		const shown = nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote');
		expect(shown.length).toBeLessThanOrEqual(orderWorkflows.includes(file) ? 20 : 13);
	});

	const isAlone = sends || file === 'alerts.json';
	testIf(isAlone, 'calls no other workflow, and does not depend on where its nodes are', () => {
		expect(types).not.toContain('n8n-nodes-base.executeWorkflow');
		const merges = nodes.filter(({ type }) => type === 'n8n-nodes-base.merge');
		// Of several branches that begin at one output, n8n runs the upper one first. A Merge waits for all.
		for (const { main } of Object.values(connections).map(Object))
			for (const wires of main) expect(wires.length).toBeLessThanOrEqual(merges.length + 1);
	});

	const uploads = nodes.filter(({ type }) => type === 'n8n-nodes-kainic.kainicCatalog');
	testIf(uploads.length > 0, 'sends no catalog before somebody looked, and says so', () => {
		for (const { parameters } of uploads) {
			expect(Object(parameters).options).toHaveProperty('validateOnly', true);
			expect(notes).toMatch(/Nothing is sent yet.*switch off \*\*Validate Only\*\*/);
		}
	});

	const whole = uploads.filter(({ parameters }) => Object(parameters).syncMode === 'full');
	testIf(whole.length > 0, 'compares a whole catalog with the last one', () => {
		for (const { parameters } of whole) {
			const { maxShrink, previousProducts } = Object(parameters).options;
			expect(maxShrink).toBe(50);
			expect(previousProducts).toMatch(
				/^=\{\{ \$\('(Read Last Count|Lock Shop)'\)\.first\(\)\.json\.products \?\? 0 \}\}$/,
			);
		}
	});

	const isUnattended =
		/webhook$|scheduleTrigger$/m.test(types.join('\n')) &&
		!/^(alerts|recommendations|experiment|ai-agent)/.test(file);
	testIf(isUnattended, 'says in its notes that alerts can be its Error Workflow', () => {
		expect(notes).toMatch(/\*alerts\*.*\*Error Workflow\*/);
	});

	const webhook = nodes.find(({ type }) => type === 'n8n-nodes-base.webhook');
	testIf(webhook !== undefined, 'answers its webhook, and gives the command that asks it', () => {
		expect(types).toContain('n8n-nodes-base.respondToWebhook');
		const { path: address } = Object(webhook?.['parameters']);
		const [, body = ''] =
			new RegExp(
				`curl -X POST https://YOUR-N8N/webhook/${address} \\\\\n(?:  -H [^\\n]*\\n)?[^\\n]*'content-type: application/json' -d '([^']+)'`,
			).exec(notes) ?? [];
		expect(JSON.parse(body)).toHaveProperty('anon_uid');
	});

	const isWoo = text.includes('"nodeCredentialType": "wooCommerceApi"');
	testIf(isWoo, 'gives the key of a WooCommerce shop to the address in Settings only', () => {
		for (const { parameters } of nodes) {
			const { nodeCredentialType: type, url, options } = Object(parameters);
			if (type !== 'wooCommerceApi') continue;
			expect(url).toMatch(
				/^=\{\{ \$\('Settings'\)\.first\(\)\.json\.shop\S* [^{}]*\}\}\/wp-json\/wc\/v3\//,
			);
			expect(options.redirect.redirect).toEqual({ followRedirects: false });
			expect(JSON.stringify(options.pagination ?? '')).not.toContain('nextURL');
		}
	});

	test('asks a WooCommerce shop only for the fields that it uses, since whole products fill the memory', () => {
		for (const { parameters } of nodes) {
			const { nodeCredentialType: type, url } = Object(parameters);
			if (type !== 'wooCommerceApi' || /refunds$/.test(url)) continue;
			expect(JSON.stringify(parameters)).toMatch(/_fields[^{}]*\bid\b/);
		}
	});

	test('is described in docs/examples.md', () => {
		expect(page).toMatch(new RegExp(`^### ${file.replace('.json', '')}\n\n[A-Z].+\\.`, 'm'));
	});

	test('names no address but placeholders, and no place on the disk', () => {
		const addresses = [...text.matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host]) => host);
		// The notes link to the documents of this package.
		const others = addresses.filter((host) => host !== new URL(homepage).host);
		for (const host of others) expect(host).toMatch(/^([\w-]+\.example|YOUR-N8N)$/);
		expect(types).not.toContain('n8n-nodes-base.readWriteFile');
	});
});

test('each rule concerns an example', () => {
	expect([...concerned].filter(([, count]) => count === 0)).toEqual([]);
});

function namesOf(properties: readonly INodeProperties[]): string[] {
	return properties.map(({ name }) => name);
}

function optionsOf(properties: readonly INodeProperties[]): string[] {
	const options = properties.find(({ name }) => name === 'options')?.options ?? [];
	return options.map(({ name }) => name);
}
