import { strict as assert } from 'node:assert';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { nodeRuns, type WorkflowFile } from '../../tools/n8n';
import { textOf } from '../../tools/n8n/json';
import { repositoryRoot } from '../../tools/n8n/recipe';
import * as canvas from './canvas';
import * as panel from './panel';
import { shopifyOrder } from '../support/doubles/shopify';
import { wooOrder } from '../support/doubles/woocommerce';
import { type EditorStage, test } from '../support/browser/editor-stage';
import { columnsOf, readExample } from '../support/workflows/examples';
import { addRows } from '../support/workflows/data-tables';
import { openingView } from '../support/workflows/opening-view';
import { feedOf } from '../support/doubles/example-shop';
import { fillCatalog } from '../workflows/newsletter/customers';
import { fillShelves, withShopCredentials } from '../support/workflows/run-example';

const folder = join(repositoryRoot, 'examples');

const examples = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** Whether an example shows something by its button: with a node of this package, or with a sample. */
const runsAlone = ({ nodes, pinData = {} }: WorkflowFile): boolean =>
	(nodes.some(({ type }) => /^n8n-nodes-kainic\./.test(String(type))) ||
		Object.keys(pinData).length > 0) &&
	nodes.some(({ type }) => /\.(schedule|manual)Trigger$|\.webhook$/.test(String(type)));

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
	const execution = await canvas.executeWorkflow(page, stage.n8n);
	assert.equal(execution.status, 'success', execution.errorMessage);
	const ran = nodes.filter((node) => nodeRuns(execution, node).length > 0);
	assert.equal(ran.length > 0, nodes.length > 0, 'a node of this package ran');
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
	shop.files.set('/google-feed.xml', { status: 200, body: feedOf(20) });
	shop.files.set('/products.csv', {
		status: 200,
		body: [
			'SKU,Name,Price,Stock,URL,Image',
			'sku-1,Shoe,19.90,3,https://shop.example/1,https://shop.example/1.jpg',
			'sku-2,Sock,5,0,https://shop.example/2,https://shop.example/2.jpg',
		].join('\n'),
	});
	fillShelves(shops);
	shops.woocommerce.orders.set(1, wooOrder(1));
	shops.shopify.orders.set(1, shopifyOrder(1));
	return { file, workflow };
}

test('Example: every note shows all it says, as large as the JSON promises @night', async (stage) => {
	const wrong: unknown[] = [];
	const page = await stage.openTab();
	await page.setViewportSize({ width: 1440, height: 900 });
	await canvas.openEmptyWorkflow(page, stage.n8n);
	for (const file of examples) {
		await canvas.importWorkflow(page, join(folder, file));
		const note = page.getByTestId('sticky');
		await note.waitFor();
		const cut = await note.evaluate((element) =>
			[element, ...element.querySelectorAll('*')]
				.filter(({ clientHeight: height }) => height > 0)
				.filter(
					({ scrollHeight, clientHeight, scrollWidth, clientWidth }) =>
						scrollHeight > clientHeight + 2 || scrollWidth > clientWidth + 2,
				)
				.map(({ textContent }) => textContent),
		);
		const { zoom } = openingView(readExample(file));
		const shown = await canvas.waitForZoom(page, zoom);
		if (cut.length > 0 || shown !== zoom) wrong.push([file, cut, shown, zoom]);
		if (!runsAlone(readExample(file))) await takePicture(stage, file, page);
		await canvas.deleteAll(page);
	}
	assert.deepEqual(wrong, []);
});
