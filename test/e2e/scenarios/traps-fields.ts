import { strict as assert } from 'node:assert';
import { outputItems } from '../../../harness';
import * as panel from '../editor/panel';
import { seesError, seesHint } from '../editor/seen';
import { addAfterShop } from '../editor/shop';
import type { EditorScenario } from '../scenario';

const visits = [{ visitor: 'visitor-1', product: 'seed-1', price: 19.9 }];

export const withoutEventFields: EditorScenario = {
	name: 'Trap: events without Event Fields are said to hold nothing of what happened',
	run: async (stage) => {
		const { events } = stage.emulator.world.ledger;
		const page = await addAfterShop(stage, visits, 'Kainic Event');
		await panel.chooseCredential(page, stage.credentials.project.name);
		await panel.fill(page, 'trackerId', 'tracker-web');
		await panel.dragInputField(page, 'visitor', panel.parameterInput(page, 'anonUid'));
		await panel.executeStep(page, stage.n8n);
		await seesHint(
			page,
			'1 event in 1 request. Event Fields is empty, so the events do not say what happened.',
		);
		assert.deepEqual(events.at(-1)?.event, { platform: 'web', anon_uid: 'visitor-1' });
		await stage.album.take('trap-event-fields', page);
		await panel.dragInputField(page, 'product', page.getByTestId('drop-area'));
		const execution = await panel.executeStep(page, stage.n8n);
		await seesHint(page, '1 event in 1 request.');
		assert.equal(events.at(-1)?.event['product'], 'seed-1');
		const [item] = outputItems(execution, 'Kainic Event');
		assert.deepEqual(item?.json['kainic'], {
			status: 'accepted',
			trackerId: 'tracker-web',
			requestEvents: 1,
			attempts: 1,
		});
	},
};

const readable = ['"seed-1", "seed-2"', '["seed-1","seed-2"]', '“seed-1”, ‘seed-2’'];

export const itemIdsAsWritten: EditorScenario = {
	name: 'Trap: Item IDs with quotation marks or as a JSON array are read, and those with semicolons refused',
	run: async (stage) => {
		const { predictions, requests } = stage.emulator.world.ledger;
		const page = await addAfterShop(stage, visits, 'Kainic Predict');
		await panel.chooseCredential(page, stage.credentials.project.name);
		await panel.fill(page, 'modelId', 'model-similar');
		await panel.fill(page, 'anonUid', 'visitor-1');
		for (const [index, text] of readable.entries()) {
			await panel.fill(page, 'itemIds', text);
			await panel.executeStep(page, stage.n8n);
			await panel.seesInOutput(page, 'seed-3');
			assert.equal(requests.length, index + 1);
			assert.deepEqual(predictions.at(-1)?.itemIds, ['seed-1', 'seed-2']);
		}
		await stage.album.take('trap-item-ids-read', page);
		await panel.fill(page, 'itemIds', 'seed-1; seed-2');
		await panel.executeStep(page, stage.n8n);
		await seesError(
			page,
			'Item 0: Item IDs holds the text "seed-1; seed-2", which is not certainly one ID. Nothing was answered.',
			'Separate IDs by commas, e.g. sku-1, sku-2.',
		);
		assert.equal(requests.length, readable.length);
		await stage.album.take('trap-item-ids-refused', page);
	},
};
