import { strict as assert } from 'node:assert';
import { outputLabels } from '../editor/canvas';
import * as panel from '../editor/panel';
import { addAfterShop } from '../editor/shop';
import type { EditorScenario } from '../scenario';

export const predictPanel: EditorScenario = {
	name: "Kainic Predict's panel recommends products, an item for each",
	run: async (stage) => {
		const visits = [{ visitor: 'visitor-1', viewed: 'seed-1, seed-2' }];
		const page = await addAfterShop(stage, visits, 'Kainic Predict');
		assert.equal(await panel.markedParameters(page), 0, 'an untouched panel has no red marker');
		await panel.chooseCredential(page, stage.credentials.project.name);
		await panel.fill(page, 'modelId', 'model-similar');
		await panel.dragInputField(page, 'visitor', panel.parameterInput(page, 'anonUid'));
		await panel.dragInputField(page, 'viewed', panel.parameterInput(page, 'itemIds'));
		await panel.executeStep(page, stage.n8n);
		await panel.seesInOutput(page, 'seed-3');
		await panel.seesInOutput(page, 'rank');
		await stage.camera.take('kainic-predict', panel.panel(page));
		const [prediction] = stage.emulator.world.ledger.predictions;
		assert.deepEqual(prediction?.itemIds, ['seed-1', 'seed-2']);
	},
};

const sessions = Array.from({ length: 12 }, (_, index) => ({
	visitor: `visitor-${index}`,
	session: index === 11 ? null : `session-${index}`,
	kind: 'trending',
}));

export const experimentPanel: EditorScenario = {
	name: "Kainic Experiment's panel and its three outputs tell model, control group and errors apart",
	run: async (stage) => {
		const page = await addAfterShop(stage, sessions, 'Kainic Experiment');
		assert.equal(await panel.markedParameters(page), 0, 'an untouched panel has no red marker');
		await panel.chooseCredential(page, stage.credentials.experiment.name);
		await panel.fill(page, 'experimentId', 'experiment-home');
		await panel.dragInputField(page, 'session', panel.parameterInput(page, 'sid'));
		await panel.dragInputField(page, 'visitor', panel.parameterInput(page, 'anonUid'));
		await panel.dragInputField(page, 'kind', panel.parameterInput(page, 'type'));
		await panel.continueWithErrorOutput(page);
		await panel.executeStep(page, stage.n8n);
		await panel.seesInOutput(page, /Model Branch \(\d+ items\)/);
		await stage.camera.take('kainic-experiment', panel.panel(page));
		await panel.showBranch(page, 'Control');
		await panel.seesInOutput(page, 'control');
		await panel.showBranch(page, 'Error Branch');
		await panel.seesInOutput(page, /Session ID is empty/);
		await panel.closePanel(page);
		const labels = await outputLabels(page, 'Kainic Experiment');
		assert.deepEqual(labels, ['Model', 'Control', 'Error']);
	},
};
