import { strict as assert } from 'node:assert';
import * as panel from '../editor/panel';
import { isOn, seesHint, turnOver } from '../editor/seen';
import { addAfterShop } from '../editor/shop';
import type { EditorScenario } from '../scenario';

const visits = [
	{ visitor: 'visitor-1', product: 'seed-1' },
	{ visitor: 'visitor-2', product: 'seed-2' },
];

export const eventValidateOnly: EditorScenario = {
	name: 'Trap: Validate Only is on as soon as it is added to Kainic Event, and sends nothing',
	run: async (stage) => {
		const { ledger } = stage.emulator.world;
		const page = await addAfterShop(stage, visits, 'Kainic Event');
		await panel.chooseCredential(page, stage.credentials.project.name);
		await panel.fill(page, 'trackerId', 'tracker-web');
		await panel.dragInputField(page, 'visitor', panel.parameterInput(page, 'anonUid'));
		await panel.dragInputField(page, 'product', page.getByTestId('drop-area'));
		await panel.addOption(page, 'Validate Only');
		assert.equal(await isOn(page, 'validateOnly'), true);
		await panel.executeStep(page, stage.n8n);
		await seesHint(page, '2 events are valid. Nothing was sent (Validate Only).');
		await panel.seesInOutput(page, 'valid');
		assert.equal(ledger.requests.length, 0);
		await panel.parameterInput(page, 'validateOnly').scrollIntoViewIfNeeded();
		await stage.album.take('trap-validate-only-event', page);
		await turnOver(page, 'validateOnly');
		await panel.executeStep(page, stage.n8n);
		await seesHint(page, '2 events in 1 request.');
		assert.equal(ledger.events.length, 2);
	},
};

const products = [
	{ item_id: 'sku-1', title: 'Tea Pot', stock: 12 },
	{ item_id: 'sku-2', title: 'Tea Cup', stock: 140 },
];

const notCompared =
	'The number of products was not compared with an earlier one, since the option Previous Products is not set.';

export const catalogValidateOnly: EditorScenario = {
	name: 'Trap: Validate Only is on as soon as it is added to a full sync, and the catalog stays as it is',
	run: async (stage) => {
		const { ledger } = stage.emulator.world;
		const page = await addAfterShop(stage, products, 'Kainic Catalog');
		await panel.chooseCredential(page, stage.credentials.project.name);
		await panel.choose(page, 'syncMode', 'Full');
		await panel.fill(page, 'storeId', 'store-1');
		await panel.fill(page, 'minProducts', '2');
		await panel.addOption(page, 'Validate Only');
		assert.equal(await isOn(page, 'validateOnly'), true);
		await panel.executeStep(page, stage.n8n);
		await seesHint(page, `2 products are valid. Nothing was sent (Validate Only). ${notCompared}`);
		await panel.seesInOutput(page, 'valid');
		assert.equal(ledger.requests.length, 0);
		await panel.parameterInput(page, 'validateOnly').scrollIntoViewIfNeeded();
		await stage.album.take('trap-validate-only-catalog', page);
		await turnOver(page, 'validateOnly');
		await panel.executeStep(page, stage.n8n);
		await seesHint(page, `2 products in 1 request. ${notCompared}`);
		assert.equal(ledger.catalogs.of('store-1')?.productCount, 2);
	},
};
