import { strict as assert } from 'node:assert';
import * as panel from '../editor/panel';
import { seesHint } from '../editor/seen';
import { addAfterShop } from '../editor/shop';
import type { EditorScenario } from '../scenario';

const products = [
	{ item_id: 'sku-1', title: 'Tea Pot' },
	{ item_id: 'sku-2', title: 'Tea Cup' },
];

const notCompared = 'The number of products was not compared with an earlier one';

export const nothingCompared: EditorScenario = {
	name: 'Trap: a full sync says that nothing was compared while Previous Products is missing or 0',
	run: async (stage) => {
		const { catalogs } = stage.emulator.world.ledger;
		const page = await addAfterShop(stage, products, 'Kainic Catalog');
		await panel.chooseCredential(page, stage.credentials.project.name);
		await panel.choose(page, 'syncMode', 'Full');
		await panel.fill(page, 'storeId', 'store-1');
		await panel.fill(page, 'minProducts', '2');
		const upload = async (hint: string): Promise<void> => {
			const before = catalogs.uploads.length;
			await panel.executeStep(page, stage.n8n);
			await seesHint(page, hint);
			assert.equal(catalogs.uploads.length, before + 1);
		};
		await upload(
			`2 products in 1 request. ${notCompared}, since the option Previous Products is not set.`,
		);
		await panel.addOption(page, 'Previous Products');
		await upload(
			`2 products in 1 request. ${notCompared}, since the option Previous Products is 0.`,
		);
		await stage.album.take('trap-previous-products', page);
		await panel.fill(page, 'previousProducts', '3');
		await panel.executeStep(page, stage.n8n);
		await seesHint(page, '2 products in 1 request.');
	},
};

const visits = [
	{ visitor: 'visitor-1', session: 'session-1', model: 'model-popular' },
	{ visitor: 'visitor-2', session: 'session-2', model: 'model-broken' },
	{ visitor: null, session: 'session-3', model: 'model-popular' },
];

export const predictHint: EditorScenario = {
	name: 'Trap: Kainic Predict says in a line how many predictions came, and how many failed',
	run: async (stage) => {
		const { ledger } = stage.emulator.world;
		const page = await addAfterShop(stage, visits, 'Kainic Predict');
		await panel.chooseCredential(page, stage.credentials.project.name);
		await panel.dragInputField(page, 'model', panel.parameterInput(page, 'modelId'));
		await panel.dragInputField(page, 'visitor', panel.parameterInput(page, 'anonUid'));
		await panel.fill(page, 'type', 'trending');
		await panel.continueWithErrorOutput(page);
		await panel.executeStep(page, stage.n8n);
		await seesHint(
			page,
			'1 prediction in 2 requests; 1 rejected, 1 not sent, see the Error output.',
		);
		await panel.seesInOutput(page, 'Error Branch (2 items)');
		assert.deepEqual(
			ledger.requests.map(({ outcome }) => outcome.type),
			['accepted', 'refused'],
		);
		await stage.album.take('trap-hint-predict', page);
		await panel.showBranch(page, 'Error Branch');
		await panel.seesInOutput(page, 'prediction_failed');
		await panel.seesInOutput(page, /Anonymous User ID is empty/);
		await stage.album.take('trap-hint-predict-errors', page);
	},
};

export const experimentHint: EditorScenario = {
	name: 'Trap: Kainic Experiment says in a line how many predictions came, and how many failed',
	run: async (stage) => {
		const { ledger } = stage.emulator.world;
		const page = await addAfterShop(stage, visits, 'Kainic Experiment');
		await panel.chooseCredential(page, stage.credentials.experiment.name);
		await panel.fill(page, 'experimentId', 'experiment-home');
		await panel.dragInputField(page, 'session', panel.parameterInput(page, 'sid'));
		await panel.dragInputField(page, 'visitor', panel.parameterInput(page, 'anonUid'));
		await panel.fill(page, 'type', 'trending');
		await panel.continueWithErrorOutput(page);
		await panel.executeStep(page, stage.n8n);
		await seesHint(page, '2 predictions in 2 requests; 1 not sent, see the Error output.');
		assert.equal(ledger.requests.length, 2);
		assert.equal(ledger.predictions.length, 2);
		await stage.album.take('trap-hint-experiment', page);
	},
};
