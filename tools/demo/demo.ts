import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { homepage } from '../../package.json';
import { isDeepStrictEqual } from 'node:util';
import {
	type Item,
	type Stage,
	type StoredWorkflow,
	type WorkflowFile,
	activateWorkflow,
	createCredential,
	importWorkflow,
	outputItems,
	parseWorkflow,
	runManually,
} from '../n8n';
import { withEmulatorIds } from '../emulator/samples';
import { isObject } from '../n8n/json';
import { type Shop, shopKey } from './shop';
import { bestsellers, catalogOf } from './shop/products';
import { verifyShop } from './verify-shop';

/** What the demo works with: a running n8n, a running emulator and the shop. */
export type Demo = Pick<Stage, 'n8n' | 'emulator' | 'credentials' | 'importWorkflow' | 'report'> & {
	readonly shop: Omit<Shop, 'close'>;
};

/** What the browser asks for before it shows the page Health. */
export const pageLogin = { user: 'owner', password: 'health' };

/** What people read, what is wrong (if anything), and the path of the workflow in the editor. */
export type DemoResult = Awaited<ReturnType<typeof performDemo>>;

/**
 * Sends events, uploads the catalog, and publishes the workflows of the shop. Compares what n8n
 * reports with what the emulator has.
 */
export async function performDemo(demo: Demo) {
	const events = await sendEvents(demo);
	demo.report('Uploading the catalog …');
	await run(demo, await importFile(demo, 'catalog'));
	const uploaded = demo.emulator.world.ledger.catalogs.of('store-1')?.products ?? [];
	demo.report('Publishing the workflows of the shop …');
	const published = await publishExamples(demo);
	const shop = await verifyShop(demo);
	return {
		...events,
		published,
		lines: [
			...events.lines,
			'',
			`Catalog uploaded:              ${uploaded.length} products`,
			...shop.lines,
		],
		problems: [...events.problems, ...shop.problems],
	};
}

/** The demo's figures, as its last line gives them. */
const expected = { sent: 1000, accepted: 993, rejected: 7, requests: 10 };

/** Sends 1,000 shop events, seven of them wrong, and compares what n8n reports with what Kainic has. */
async function sendEvents(demo: Demo) {
	demo.report('Sending 1,000 shop events, seven of them wrong …');
	const { ledger } = demo.emulator.world;
	const workflow = await importFile(demo, 'events');
	const output = await run(demo, workflow);
	const refused = output('Refused');
	const figures = {
		sent: output('Shop Events').length,
		accepted: ledger.events.length,
		rejected: refused.length,
		requests: ledger.requests.filter(({ endpoint }) => endpoint === 'events').length,
	};
	const reported = output('Accepted').length;
	const isGood = isDeepStrictEqual(figures, expected) && reported === expected.accepted;
	return {
		figures,
		workflowPath: `/workflow/${workflow.id}`,
		lines: [
			`Kainic has ${figures.accepted} events, from ${figures.requests} requests.`,
			`n8n reports ${reported} as accepted; ${refused.length} are in the error branch (n8n counts items from 0):`,
			...refused.map(({ json: { error } }) =>
				isObject(error) ? `  ${String(error['code'])}: ${String(error['message'])}` : '  no code',
			),
		],
		problems: isGood ? [] : [`${JSON.stringify(figures)} came, ${reported} were reported.`],
	};
}

const usualEmulatorUrl = 'http://127.0.0.1:8787';
const usualShopUrl = 'http://127.0.0.1:8788';

/** Imports `<name>.workflow.json` with the addresses of this emulator and this shop. */
async function importFile(
	{ emulator, shop, importWorkflow }: Demo,
	name: 'events' | 'catalog',
): Promise<StoredWorkflow> {
	const text = readFileSync(join(__dirname, `${name}.workflow.json`), 'utf8');
	const changed = text
		.replaceAll(usualEmulatorUrl, emulator.url)
		.replaceAll(usualShopUrl, shop.url);
	return await importWorkflow(parseWorkflow(changed));
}

const repository = homepage.replace('#readme', '/blob/main');

const examples = ['shop-events', 'recommendations-webhook', 'order-events-webhook', 'health'];

/** Imports the examples for the shop and publishes them. The shop also has the pages to which their notes link. */
async function publishExamples({ n8n, shop, credentials }: Demo): Promise<StoredWorkflow[]> {
	const stored = [
		...Object.values(credentials),
		await createCredential(n8n, { name: 'Shop', type: 'httpHeaderAuth', data: shopKey }),
		await createCredential(n8n, { name: 'Health', type: 'httpBasicAuth', data: pageLogin }),
	];
	const published: StoredWorkflow[] = [];
	for (const name of examples) {
		const file = join(__dirname, '../../examples', `${name}.json`);
		const text = withEmulatorIds(readFileSync(file, 'utf8'))
			.replaceAll('https://shop.example', shop.url)
			.replaceAll('https://alerts.example', shop.url)
			.replaceAll(repository, shop.url);
		const workflow = withBestsellers(parseWorkflow(text), shop.url);
		const imported = await importWorkflow(n8n, workflow, stored);
		await activateWorkflow(n8n, imported);
		published.push(imported);
	}
	return published;
}

/** A workflow with the shop's bestsellers in place of the data table, which needs a night and orders. */
function withBestsellers(workflow: WorkflowFile, shopUrl: string): WorkflowFile {
	const catalog = catalogOf(shopUrl);
	const items = bestsellers.map((id) => catalog.find(({ item_id: itemId }) => itemId === id));
	const row = JSON.stringify({ items: JSON.stringify(items) });
	const parameters = { mode: 'raw', jsonOutput: row };
	const nodes = workflow.nodes.map((node) =>
		node['name'] === 'Read Bestsellers'
			? { ...node, type: 'n8n-nodes-base.set', typeVersion: 3.4, parameters }
			: node,
	);
	return { ...workflow, nodes };
}

/** Runs a workflow manually. Fails if the run does. Gives the items of its nodes. */
async function run({ n8n }: Demo, workflow: StoredWorkflow): Promise<(node: string) => Item[]> {
	const execution = await runManually(n8n, workflow, 'When clicking ‘Execute workflow’');
	const { status, errorMessage = 'no message' } = execution;
	if (status === 'success') return (node) => outputItems(execution, node);
	throw new Error(`"${workflow.name}" ended as ${status}: ${errorMessage}`);
}
