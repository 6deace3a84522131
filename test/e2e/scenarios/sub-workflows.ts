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
import { calling } from '../histories/impatient';
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

const products = ['p-1', 'p-2', 'p-3'].map((id) => ({ item_id: id }));

/** Each call is an execution of its own, and would replace the catalog by its one product. */
test('A workflow and the sub-workflow that it calls for each product replace the catalog once @n8n-2', async ({
	n8n,
	emulator,
	importWorkflow,
}) => {
	const { id } = await importWorkflow(passOnAndUpload);
	const forEach = { ...calling(id), mode: 'each', options: { waitForSubWorkflow: true } };
	const call = node('Call', 'n8n-nodes-base.executeWorkflow', 1.2, forEach);
	const others = itemsNode('Others', products.slice(1));
	const caller = await importWorkflow(
		chain('Caller', [manualTrigger(), itemsNode('Shop', products), call, others, upload]),
	);
	for (const round of [1, 2]) {
		const execution = await runManually(n8n, caller, trigger);
		assert.equal(execution.status, 'success', execution.errorMessage);
		const [first, ...refused] = ['Call', upload.name].flatMap((name) =>
			outputItems(execution, name).map(({ json }) => json),
		);
		assert.equal(first?.['status'], 'accepted');
		assert.equal(refused.length, 3);
		for (const { error } of refused)
			assert.match(JSON.stringify(error), /"code":"suspicious_catalog".*a sub-workflow/);
		assert.equal(emulator.world.ledger.catalogs.uploads.length, round);
	}
});
