import assert from 'node:assert/strict';
import {
	chain,
	itemsNode,
	kainic,
	manualTrigger,
	outputItems,
	runManually,
	trigger,
} from '../../../tools/n8n';
import { workerOf } from '../workers';
import { test } from '../queue-stage';

const workflow = chain('Manual', [
	manualTrigger(),
	itemsNode('Products', [{ item_id: 'p-1' }]),
	kainic('Kainic Catalog', { syncMode: 'full', storeId: 'store-1', minProducts: 1 }),
]);

test('a manual run uses the package of a worker', async (stage) => {
	const execution = await runManually(stage.n8n, await stage.importWorkflow(workflow), trigger);
	assert.equal(execution.status, 'success', execution.errorMessage);
	assert.equal(outputItems(execution, 'Kainic Catalog').length, 1);
	stage.report(`        ${workerOf(stage.workers, execution.id).name} ran it`);
});
