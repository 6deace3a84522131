import { strict as assert } from 'node:assert';
import { sendEvents } from '../../../tools/demo/demo';
import {
	accessTo,
	chain,
	installN8n,
	itemsNode,
	kainic,
	manualTrigger,
	nodeTypes,
	outputItems,
	runManually,
	startN8n,
	trigger,
} from '../../../tools/n8n';
import { textOf } from '../../../tools/n8n/json';
import { packageNodes } from '../../../tools/n8n/package-nodes';
import type { EditorScenario } from '../scenario';
import { checkAnswers } from './credential-test';
import {
	type WebhookScenario,
	type WebhookStage,
	experimentExample,
	recommendationsExample,
} from './example-workflows';
import { callAndUpload, callForEachProduct } from './sub-workflows';
import { webhookUnderFaults, webhookUnderLoad } from './recommendations-under-load';

const webhookScenarios: readonly WebhookScenario[] = [
	recommendationsExample,
	experimentExample,
	callForEachProduct,
	callAndUpload,
	webhookUnderLoad,
	webhookUnderFaults,
];

export const olderN8n: EditorScenario = {
	name: 'The last n8n 1.x loads the nodes and runs events, predictions, experiment and catalog',
	run: async ({ packed, emulator, report }) => {
		const installation = await installN8n('n8n1', report);
		const packages = [packed.tarball];
		const running = await startN8n({ installation, packages }, accessTo(emulator));
		try {
			await checkEverything({ ...running, emulator, report });
		} finally {
			await running.close();
		}
	},
};

async function checkEverything(stage: WebhookStage): Promise<void> {
	await checkNodeTypes(stage);
	await checkAnswers(stage.n8n, stage.credentials, true);
	await checkEvents(stage);
	for (const { name, run } of webhookScenarios) {
		stage.emulator.reset();
		stage.report(`        ${name} …`);
		await run(stage);
	}
	stage.emulator.reset();
	await checkCatalog(stage);
}

async function checkNodeTypes({ n8n }: WebhookStage): Promise<void> {
	const names = (await nodeTypes(n8n, 'n8n-nodes-kainic.')).map((type) => textOf(type, 'name'));
	for (const { type: name } of packageNodes) {
		assert.ok(names.includes(`n8n-nodes-kainic.${name}`), name);
	}
}

async function checkEvents(stage: WebhookStage): Promise<void> {
	const { problems, figures } = await sendEvents(stage);
	assert.deepEqual(problems, []);
	assert.equal(figures.accepted, 993);
}

async function checkCatalog({ n8n, emulator, importWorkflow }: WebhookStage): Promise<void> {
	const workflow = chain('Catalog', [
		manualTrigger(),
		itemsNode('Shop', [{ item_id: 'sku-1' }, { item_id: 'sku-2' }]),
		kainic('Kainic Catalog', { syncMode: 'full', storeId: 'store-1', minProducts: 2 }),
	]);
	const execution = await runManually(n8n, await importWorkflow(workflow), trigger);
	assert.equal(execution.status, 'success', execution.errorMessage);
	assert.equal(outputItems(execution, 'Kainic Catalog').length, 1);
	assert.equal(emulator.world.ledger.catalogs.uploads.length, 1);
}
