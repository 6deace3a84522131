import { strict as assert } from 'node:assert';
import { canvasNode, cutTexts, outputLabels } from './canvas';
import * as panel from './panel';
import { seesHint } from './seen';
import { addAfterItems } from './add-node';
import { products } from '../../tools/demo/shop/products';
import { fillCatalog } from '../workflows/newsletter/customers';
import { test } from '../support/browser/editor-stage';

test("Kainic Predict's panel recommends products, an item for each @night", async (stage) => {
	const catalog = products.map(({ item_id, title, category }) => ({ item_id, title, category }));
	fillCatalog(stage.emulator, catalog);
	const visits = [{ visitor: 'visitor-1', viewed: 'seed-3, seed-13' }];
	const page = await addAfterItems(stage, visits, 'Kainic Predict', {
		credential: 'project',
		texts: { modelId: 'model-similar' },
		dragged: { anonUid: 'visitor', itemIds: 'viewed' },
	});
	await panel.executeStep(page, stage.n8n);
	await seesHint(page, '1 input item was answered in 1 request.');
	await panel.seesInOutput(page, 'Winter running shoes');
	await panel.seesInOutput(page, 'rank');
	await stage.camera.take('kainic-predict', panel.panel(page));
	const [prediction] = stage.emulator.world.ledger.predictions;
	assert.deepEqual(prediction?.itemIds, ['seed-3', 'seed-13']);
});

const sessions = Array.from({ length: 12 }, (_, index) => ({
	visitor: `visitor-${index}`,
	session: index === 11 ? null : `session-${index}`,
	kind: 'trending',
}));

test("Kainic Experiment's panel and its three outputs tell model, control group and errors apart", async (stage) => {
	const page = await addAfterItems(stage, sessions, 'Kainic Experiment', {
		credential: 'experiment',
		texts: { experimentId: 'experiment-home' },
		dragged: { sid: 'session', anonUid: 'visitor', type: 'kind' },
	});
	await panel.continueWithErrorOutput(page);
	await panel.executeStep(page, stage.n8n);
	await seesHint(
		page,
		'11 input items were answered in 11 requests. 1 input item was not sent. For the reasons, see the Error Branch. 1 input item was in the control group.',
	);
	await panel.seesInOutput(page, /Model Branch \(\d+ items\)/);
	await stage.camera.take('kainic-experiment', panel.panel(page));
	await panel.showBranch(page, 'Control');
	await panel.seesInOutput(page, 'control');
	await panel.showBranch(page, 'Error Branch');
	await panel.seesInOutput(page, /'Session ID' is empty/);
	await panel.closePanel(page);
	const labels = await outputLabels(page, 'Kainic Experiment');
	assert.deepEqual(labels, ['Model', 'Control', 'Error']);
	assert.deepEqual(await cutTexts(canvasNode(page, 'Kainic Experiment')), []);
});
