import assert from 'node:assert/strict';
import {
	chain,
	itemsNode,
	kainic,
	manualTrigger,
	node,
	outputItems,
	runManually,
	trigger,
} from '../../../tools/n8n';
import type { Item } from '../../../tools/n8n/executions';
import type { WorkflowNode } from '../../../tools/n8n/workflow-parts';
import { test } from '../setting/stage';

const upload = kainic(
	'Kainic Catalog',
	{ syncMode: 'full', storeId: 'store-1', minProducts: 1 },
	{ onError: 'continueRegularOutput' },
);

const passOnAndUpload = chain('Upload', [
	node('Called', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, { inputSource: 'passthrough' }),
	upload,
]);

function call(workflowId: string, mode: 'each' | 'once'): WorkflowNode {
	return node('Call', 'n8n-nodes-base.executeWorkflow', 1.2, {
		workflowId: { __rl: true, mode: 'id', value: workflowId },
		mode,
		options: { waitForSubWorkflow: true },
	});
}

const products = ['p-1', 'p-2', 'p-3'].map((id) => ({ item_id: id }));

/** Each call is an execution of its own, and would replace the catalog by its one product. */
test('A sub-workflow that is called for each product replaces the catalog once @n8n-1', async ({
	n8n,
	emulator,
	importWorkflow,
}) => {
	const { id } = await importWorkflow(passOnAndUpload);
	const caller = await importWorkflow(
		chain('Caller', [manualTrigger(), itemsNode('Shop', products), call(id, 'each')]),
	);
	for (const round of [1, 2]) {
		const execution = await runManually(n8n, caller, trigger);
		assert.equal(execution.status, 'success', execution.errorMessage);
		const results = outputItems(execution, 'Call').map(({ json }) => json);
		assert.equal(results.length, 3);
		assert.equal(results[0]?.['status'], 'accepted');
		results.slice(1).forEach(assertRefused);
		assert.equal(emulator.world.ledger.catalogs.uploads.length, round);
	}
});

test('A workflow and the sub-workflow that it calls replace the catalog once @n8n-1', async ({
	n8n,
	emulator,
	importWorkflow,
}) => {
	const { id } = await importWorkflow(passOnAndUpload);
	const part = itemsNode('Part', products.slice(1));
	const caller = await importWorkflow(
		chain('Caller', [manualTrigger(), itemsNode('Shop', products), call(id, 'once'), part, upload]),
	);
	const execution = await runManually(n8n, caller, trigger);
	assert.equal(execution.status, 'success', execution.errorMessage);
	assert.equal(outputItems(execution, 'Call')[0]?.json['status'], 'accepted');
	const results = outputItems(execution, upload.name).map(({ json }) => json);
	assert.equal(results.length, 1);
	results.forEach(assertRefused);
	assert.equal(emulator.world.ledger.catalogs.uploads.length, 1);
});

function assertRefused({ error }: Item['json']): void {
	assert.match(JSON.stringify(error), /"code":"suspicious_catalog".*a sub-workflow/);
}
