import { strict as assert } from 'node:assert';
import { outputLabels } from '../editor/canvas';
import * as panel from '../editor/panel';
import { seesHint } from '../editor/seen';
import { addAfterShop } from '../editor/shop';
import { test } from '../setting/stage';

const visits = [
	{ visitor: 'visitor-1', product: 'seed-1', price: 19.9 },
	{ visitor: 'visitor-2', product: 'seed-2', price: 5 },
	{ visitor: null, product: 'seed-3', price: 7.5 },
];

test('Kainic Event is filled by drag and drop, and its panel shows output, error branch and hint', async (stage) => {
	const page = await addAfterShop(stage, visits, 'Kainic Event', {
		credential: 'project',
		texts: { trackerId: 'tracker-web' },
		dragged: { anonUid: 'visitor' },
	});
	const fields = page.getByTestId('drop-area');
	await panel.dragInputField(page, 'product', fields);
	await panel.addEventField(page, 1, 'event_name', 'view');
	assert.equal(await page.getByTestId('assignment').count(), 2);
	await panel.nameEventField(page, 0, 'item_id');
	await panel.continueWithErrorOutput(page);
	await panel.executeStep(page, stage.n8n);
	await panel.seesInOutput(page, 'Success Branch (2 items)');
	await panel.seesInOutput(page, 'accepted');
	await stage.camera.take('kainic-event', panel.panel(page));
	await seesHint(
		page,
		'2 events were accepted in 1 request. 1 event was not sent. For the reasons, see the Error Branch. The first event has: platform, anon_uid, item_id and event_name.',
	);
	await panel.showBranch(page, 'Error Branch');
	await panel.seesInOutput(page, 'invalid_input');
	await panel.seesInOutput(page, /'Anonymous User ID' is empty/);
	assert.deepEqual(
		stage.emulator.world.ledger.events.map(({ event }) => event),
		visits.slice(0, 2).map(({ visitor, product }) => ({
			...{ platform: 'web', anon_uid: visitor, item_id: product, event_name: 'view' },
		})),
	);
	await panel.closePanel(page);
	assert.deepEqual(await outputLabels(page, 'Kainic Event'), ['Success', 'Error']);
	await stage.camera.takeCanvas('canvas', page);
});
