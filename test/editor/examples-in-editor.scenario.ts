import { strict as assert } from 'node:assert';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import {
	listExecutions,
	nodeRuns,
	waitForExecution,
	type Execution,
	type WorkflowFile,
} from '../../tools/n8n';
import { textOf } from '../../tools/n8n/json';
import { repositoryRoot } from '../../tools/n8n/recipe';
import * as canvas from './canvas';
import * as panel from './panel';
import { shopifyOrder } from '../support/doubles/shopify';
import { wooOrder } from '../support/doubles/woocommerce';
import { type EditorStage, test } from '../support/browser/editor-stage';
import { columnsOf, readExample } from '../support/workflows/examples';
import { addRows } from '../support/workflows/data-tables';
import { askWebhook } from '../support/workflows/webhooks';
import { feedOf } from '../support/doubles/example-shop';
import { fillCatalog } from '../workflows/newsletter/customers';
import { fillShelves, withShopCredentials } from '../support/workflows/run-example';

const folder = join(repositoryRoot, 'examples');

const examples = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** Whether an example has a node of this package and starts without other workflows. */
const runsAlone = ({ nodes }: WorkflowFile): boolean =>
	nodes.some(({ type }) => /^n8n-nodes-kainic\./.test(String(type))) &&
	nodes.every(({ type }) => type !== 'n8n-nodes-base.executeWorkflowTrigger');

/** Every such example, imported through the editor's menu and run by its button. */
for (const name of examples.filter((each) => runsAlone(readExample(each)))) {
	test(`Example ${name} is imported through the editor and runs by its button @night`, async (stage) => {
		await withShopCredentials(stage, async () => await importAndRun(stage, name));
	});
}

async function importAndRun(stage: EditorStage, name: string): Promise<void> {
	// The workflow of orders, which newsletter reads, ran before.
	const person = { uid: 'customer-1', anon_uid: 'visitor-1' };
	const order = { ...person, event_name: 'purchase', shop: 'shop', item_id: 'seed-1' };
	if (name === 'newsletter.json') {
		await addRows(stage.n8n, 'Kainic order events', columnsOf('woocommerce-orders.json'), [order]);
		fillCatalog(stage.emulator);
	}
	const { file, workflow } = exampleForStage(stage, name);
	const page = await stage.openTab();
	await canvas.openEmptyWorkflow(page, stage.n8n);
	const nodes = await canvas.importWorkflow(page, file);
	for (const node of workflow.nodes) {
		const [credential] = Object.values(Object(node['credentials']));
		if (credential === undefined) continue;
		await panel.openPanel(page, textOf(node, 'name'));
		await panel.chooseCredential(page, Object(credential).name);
		await panel.closePanel(page);
	}
	const execution = await run(stage, page, workflow);
	assert.equal(execution.status, 'success', execution.errorMessage);
	const ran = nodes.filter((node) => nodeRuns(execution, node).length > 0);
	assert.ok(ran.length > 0, 'a node of this package ran');
	for (const node of ran) await canvas.waitForSuccess(page, node);
	await takePicture(stage, name, page);
}

async function takePicture({ camera }: EditorStage, file: string, page: Page): Promise<void> {
	await camera.takeCanvas(`example-${file.replace('.json', '')}`, page);
}

/** The example with this machine's shop and files in place of those that users have to enter. */
function exampleForStage(
	{ shop, shops, folder: files }: EditorStage,
	name: string,
): { file: string; workflow: WorkflowFile } {
	const workflow = readExample(name, {
		shop: name.startsWith('woocommerce') ? shops.woocommerce.url : shop.url,
	});
	const file = join(files, name);
	writeFileSync(file, JSON.stringify(workflow));
	shop.files.set('/stock.json', { status: 200, body: '[{"item_id":"sku-1","stock":3}]' });
	shop.files.set('/google-feed.xml', { status: 200, body: feedOf(20) });
	shop.files.set('/products.csv', {
		status: 200,
		body: 'SKU,Name,Price,Stock,URL,Image\nsku-1,Shoe,19.90,3,,\nsku-2,Sock,5,0,,\n',
	});
	fillShelves(shops);
	shops.woocommerce.orders.set(1, wooOrder(1));
	shops.shopify.orders.set(1, shopifyOrder(1));
	return { file, workflow };
}

/** What the webhooks of the examples are asked with: each takes what it needs. */
const question = {
	anon_uid: 'visitor-1',
	message: 'What goes with seed-1?',
	uid: 'customer-1',
	sid: 'session-1',
	item_ids: ['seed-1'],
	type: 'trending',
	order_id: 'A-1',
	lines: [{ item_id: 'seed-1', quantity: 1, price: 19.9 }],
};

async function run(stage: EditorStage, page: Page, workflow: WorkflowFile): Promise<Execution> {
	const { n8n } = stage;
	const webhook = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.webhook');
	if (webhook === undefined) return await canvas.executeWorkflow(page, n8n);
	const isManual = workflow.nodes.some(({ name }) => name === 'Start Manually');
	const [pinned] = Object.keys(workflow.pinData ?? {});
	const start = isManual ? 'Start Manually' : pinned;
	if (start !== undefined) return await canvas.executeFrom(page, n8n, start);
	await canvas.startListening(page);
	const { path } = Object(webhook['parameters']);
	const answer = await askWebhook(`${n8n.url}/webhook-test/${path}`, question);
	assert.equal(answer.status, 200, JSON.stringify(answer.body));
	const [newest] = await listExecutions(n8n, undefined, 1);
	assert.ok(newest);
	return await waitForExecution(n8n, newest.id);
}

test('Example: every note shows all it says, commands too @night', async (stage) => {
	const cutNotes: unknown[] = [];
	const page = await stage.openTab();
	await canvas.openEmptyWorkflow(page, stage.n8n);
	for (const file of examples) {
		await canvas.importWorkflow(page, join(folder, file));
		const notes = page.getByTestId('sticky');
		await notes.first().waitFor();
		const cut = await notes.evaluateAll((all) =>
			all
				.flatMap((note) => [note, ...note.querySelectorAll('*')])
				.filter(({ clientHeight: height }) => height > 0)
				.filter(
					({ scrollHeight, clientHeight, scrollWidth, clientWidth }) =>
						scrollHeight > clientHeight + 2 || scrollWidth > clientWidth + 2,
				)
				.map(({ textContent }) => textContent),
		);
		if (cut.length > 0) cutNotes.push([file, cut]);
		if (!runsAlone(readExample(file))) await takePicture(stage, file, page);
		await canvas.deleteAll(page);
	}
	assert.deepEqual(cutNotes, []);
});
