import { strict as assert } from 'node:assert';
import { sendEvents } from '../../../tools/demo/demo';
import {
	chain,
	itemsNode,
	kainic,
	manualTrigger,
	nodeTypes,
	outputItems,
	runManually,
	trigger,
} from '../../../tools/n8n';
import { textOf } from '../../../tools/n8n/json';
import { packageNodes } from '../../../tools/n8n/package-nodes';
import { test } from '../setting/stage';

test('The last n8n 1.x loads the nodes, and sends events @n8n-1', async (stage) => {
	assert.match(stage.installation.version, /^1\./);
	const names = (await nodeTypes(stage.n8n, 'n8n-nodes-kainic.')).map((type) =>
		textOf(type, 'name'),
	);
	for (const { type: name } of packageNodes) {
		assert.ok(names.includes(`n8n-nodes-kainic.${name}`), name);
	}
	const { problems, figures } = await sendEvents(stage);
	assert.deepEqual(problems, []);
	assert.equal(figures.accepted, 993);
});

test('The last n8n 1.x uploads a catalog @n8n-1', async ({ n8n, emulator, importWorkflow }) => {
	const workflow = chain('Catalog', [
		manualTrigger(),
		itemsNode('Shop', [{ item_id: 'sku-1' }, { item_id: 'sku-2' }]),
		kainic('Kainic Catalog', { syncMode: 'full', storeId: 'store-1', minProducts: 2 }),
	]);
	const execution = await runManually(n8n, await importWorkflow(workflow), trigger);
	assert.equal(execution.status, 'success', execution.errorMessage);
	assert.equal(outputItems(execution, 'Kainic Catalog').length, 1);
	assert.equal(emulator.world.ledger.catalogs.uploads.length, 1);
});
