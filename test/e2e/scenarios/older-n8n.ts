import { strict as assert } from 'node:assert';
import { sendEvents } from '../../../scripts/demo/events';
import {
	importWorkflow,
	installN8n,
	nodeTypes,
	outputItems,
	runManually,
} from '../../../scripts/n8n';
import { textOf } from '../../../scripts/n8n/json';
import type { Scenario } from '../scenario';
import { createCredentials, withServer } from '../setting/stage';
import { checkColours } from './credential-test';
import { experimentExample, recommendationsExample, type Setting } from './example-workflows';
import { chain, itemsNode, manualTrigger, node } from './workflow-parts';

export const olderN8n: Scenario = {
	name: 'The last n8n 1.x loads the nodes and runs events, predictions, experiment and catalog',
	run: async ({ packed, emulator, report }) => {
		const installation = await installN8n('n8n1', report);
		await withServer(installation, packed, async (n8n) => {
			const setting = {
				n8n,
				emulator,
				report,
				credentials: await createCredentials(n8n, emulator),
			};
			await checkNodeTypes(setting);
			await checkColours(n8n, setting.credentials);
			await checkEvents(setting);
			emulator.reset();
			await recommendationsExample.run(setting);
			emulator.reset();
			await experimentExample.run(setting);
			emulator.reset();
			await checkCatalog(setting);
		});
	},
};

async function checkNodeTypes({ n8n }: Setting): Promise<void> {
	const names = (await nodeTypes(n8n, 'n8n-nodes-kainic.')).map((type) => textOf(type, 'name'));
	for (const name of ['kainicEvent', 'kainicPredict', 'kainicExperiment', 'kainicCatalog']) {
		assert.ok(names.includes(`n8n-nodes-kainic.${name}`), name);
	}
}

async function checkEvents({ n8n, emulator, credentials, report }: Setting): Promise<void> {
	const { problems, figures } = await sendEvents({
		n8n,
		emulator,
		credentials: [{ ...credentials.project, name: 'Kainic (local emulator)' }],
		report,
	});
	assert.deepEqual(problems, []);
	assert.equal(figures.accepted, 993);
}

async function checkCatalog({ n8n, emulator, credentials }: Setting): Promise<void> {
	const parameters = { syncMode: 'full', storeId: 'store-1', minProducts: 2 };
	const upload = node('Kainic Catalog', 'n8n-nodes-kainic.kainicCatalog', 1, parameters);
	const { id, name } = credentials.project;
	const workflow = chain('Catalog', [
		manualTrigger('Start'),
		itemsNode('Shop', [{ item_id: 'sku-1' }, { item_id: 'sku-2' }]),
		{ ...upload, credentials: { kainicApi: { id, name } } },
	]);
	const execution = await runManually(
		n8n,
		await importWorkflow(n8n, workflow, [credentials.project]),
		'Start',
	);
	assert.equal(execution.status, 'success', execution.errorMessage);
	assert.equal(outputItems(execution, 'Kainic Catalog').length, 1);
	assert.equal(emulator.world.ledger.catalogs.uploads.length, 1);
}
