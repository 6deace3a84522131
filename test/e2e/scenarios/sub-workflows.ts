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
} from '../../../harness';
import type { WebhookStage } from './example-workflows';

const upload = kainic(
	'Kainic Catalog',
	{ syncMode: 'full', storeId: 'store-1', minProducts: 1 },
	{ onError: 'continueRegularOutput' },
);

/** Each call is an execution of its own, and would replace the catalog by its one product. */
export const callForEachProduct = {
	name: 'A sub-workflow that is called for each product replaces the catalog once',
	run: async ({ n8n, emulator, importWorkflow }: WebhookStage) => {
		const called = await importWorkflow(
			chain('Upload', [
				node('Called', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, {
					inputSource: 'passthrough',
				}),
				upload,
			]),
		);
		const products = ['p-1', 'p-2', 'p-3'].map((id) => ({ item_id: id }));
		const caller = await importWorkflow(
			chain('Caller', [
				manualTrigger(),
				itemsNode('Shop', products),
				node('Call', 'n8n-nodes-base.executeWorkflow', 1.2, {
					workflowId: { __rl: true, mode: 'id', value: called.id },
					mode: 'each',
					options: { waitForSubWorkflow: true },
				}),
			]),
		);
		for (const round of [1, 2]) {
			const execution = await runManually(n8n, caller, trigger);
			assert.equal(execution.status, 'success', execution.errorMessage);
			const results = outputItems(execution, 'Call').map(({ json }) => json);
			assert.equal(results.length, 3);
			assert.equal(results[0]?.['status'], 'accepted');
			for (const { error } of results.slice(1)) {
				assert.match(JSON.stringify(error), /"code":"suspicious_catalog".*a sub-workflow/);
			}
			assert.equal(emulator.world.ledger.catalogs.uploads.length, round);
		}
	},
};
