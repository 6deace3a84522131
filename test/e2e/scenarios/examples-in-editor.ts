import { strict as assert } from 'node:assert';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { nodeRuns, parseWorkflow, post, type Execution, type WorkflowFile } from '../../../harness';
import { isObject, textOf } from '../../../harness/json';
import { repositoryRoot } from '../../../harness/recipe';
import * as canvas from '../editor/canvas';
import * as panel from '../editor/panel';
import type { EditorScenario } from '../scenario';
import type { EditorStage } from '../setting/stage';

const folder = join(repositoryRoot, 'examples');

/** Every example with a node of this package, imported through the editor's menu and run by its button. */
export const examplesInEditor: readonly EditorScenario[] = readdirSync(folder)
	.filter((name) => name.endsWith('.json') && usesThisPackage(name))
	.map((name) => ({
		name: `Example ${name} is imported through the editor and runs by its button`,
		run: async (stage) => await importAndRun(stage, name),
	}));

function usesThisPackage(name: string): boolean {
	return kainicNodes(parseWorkflow(readFileSync(join(folder, name), 'utf8'))).length > 0;
}

async function importAndRun(stage: EditorStage, name: string): Promise<void> {
	const { file, workflow } = exampleForStage(stage, name);
	const page = await stage.openTab();
	await canvas.openEmptyWorkflow(page, stage.n8n);
	await canvas.importFile(page, file);
	const nodes = kainicNodes(workflow);
	for (const node of nodes) await canvas.canvasNode(page, node).waitFor();
	assert.equal(await page.getByTestId('canvas-node-status-issues').count(), 0);
	for (const [node, credential] of credentialsOf(workflow)) {
		await panel.openPanel(page, node);
		await panel.chooseCredential(page, credential);
		await panel.closePanel(page);
	}
	const execution = await run(stage, page, workflow);
	assert.equal(execution.status, 'success', execution.errorMessage);
	const ran = nodes.filter((node) => nodeRuns(execution, node).length > 0);
	assert.ok(ran.length > 0, 'a node of this package ran');
	for (const node of ran) await canvas.waitForSuccess(page, node);
	await stage.camera.takeCanvas(`example-${name.replace('.json', '')}`, page);
}

/** The example with this machine's shop, alerts and files in place of those that users have to enter. */
function exampleForStage(
	{ shop, folder: files }: EditorStage,
	name: string,
): { file: string; workflow: WorkflowFile } {
	const text = readFileSync(join(folder, name), 'utf8')
		.replaceAll('https://shop.example', shop.url)
		.replaceAll('https://alerts.example/hook', `${shop.url}/alert`)
		.replaceAll('/home/node/.n8n-files', files);
	const file = join(files, name);
	writeFileSync(file, text);
	writeFileSync(join(files, 'stock.json'), '[{"item_id":"sku-1","stock":3}]');
	shop.stock = 100;
	return { file, workflow: parseWorkflow(text) };
}

/** What the webhooks of the examples are asked with: each takes what it needs. */
const question = {
	anon_uid: 'visitor-1',
	uid: 'customer-1',
	sid: 'session-1',
	item_ids: ['seed-1'],
	type: 'trending',
	order_id: 'A-1',
	lines: [{ item_id: 'seed-1', quantity: 1, price: 19.9 }],
};

async function run({ n8n }: EditorStage, page: Page, workflow: WorkflowFile): Promise<Execution> {
	const webhook = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.webhook');
	if (webhook === undefined) return await canvas.executeWorkflow(page, n8n);
	await canvas.startListening(page);
	const path = isObject(webhook['parameters']) ? textOf(webhook['parameters'], 'path') : '';
	const answer = await post(`${n8n.url}/webhook-test/${path}`, question);
	assert.equal(answer.status, 200, await answer.text());
	return await canvas.newestExecution(n8n);
}

/** The nodes of this package with the names of their credentials: n8n adds any of the type. */
function credentialsOf({
	nodes,
}: WorkflowFile): Array<readonly [node: string, credential: string]> {
	return nodes.flatMap((node) => {
		const credentials = isObject(node['credentials']) ? node['credentials'] : {};
		const used = credentials['kainicApi'];
		return isObject(used) ? [[textOf(node, 'name'), textOf(used, 'name')] as const] : [];
	});
}

function kainicNodes({ nodes }: WorkflowFile): string[] {
	return nodes
		.filter((node) => textOf(node, 'type').startsWith('n8n-nodes-kainic.'))
		.map((node) => textOf(node, 'name'));
}
