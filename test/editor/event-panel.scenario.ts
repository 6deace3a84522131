import { strict as assert } from 'node:assert';
import { createCredential } from '../../tools/n8n';
import { outputLabels } from './canvas';
import * as panel from './panel';
import { chosenCredential, seesError, seesHint } from './seen';
import { addAfterItems } from './add-node';
import { test } from '../support/browser/editor-stage';

const visits = [
	{ visitor: 'visitor-1', product: 'seed-1', price: 19.9 },
	{ visitor: 'visitor-2', product: 'seed-2', price: 5 },
	{ visitor: null, product: 'seed-3', price: 7.5 },
];

const fields = 'The first event has: platform, anon_uid, event_name and item_id.';

test('Kainic Event refuses the wrong key that n8n chose, is filled by drag and drop, and its panel shows output, error branch and hint', async (stage) => {
	const { n8n, credentials, emulator } = stage;
	const { ledger } = emulator.world;
	const newest = 'Kainic account 2';
	const { id } = await createCredential(n8n, { ...credentials.experiment, name: newest });
	const page = await addAfterItems(stage, visits, 'Kainic Event', {
		texts: { trackerId: 'tracker-web' },
		dragged: { anonUid: 'visitor' },
	});
	assert.equal(await chosenCredential(page), newest, 'n8n chose it');
	await panel.executeStep(page, n8n);
	await seesError(
		page,
		"This node needs a credential with the key type 'Project Key', but \"Kainic account 2\" has the key type 'Experiment Key'. Nothing was accepted.",
		"choose the credential with the key of your project ('Key Type': 'Project Key')",
	);
	assert.equal(ledger.requests.length, 0);

	await panel.chooseCredential(page, credentials.project.name);
	await n8n.rest('DELETE', `/credentials/${id}`);
	assert.equal(await page.getByTestId('assignment').count(), 2);
	await panel.eventField(page, 'event_name').fill('view');
	await panel.dragInputField(page, 'product', panel.eventField(page, 'item_id'));
	await panel.continueWithErrorOutput(page);
	await panel.executeStep(page, n8n);
	await panel.seesInOutput(page, 'Success Branch (2 items)');
	await panel.seesInOutput(page, 'accepted');
	await stage.camera.take('kainic-event', panel.panel(page));
	await seesHint(
		page,
		`2 events were accepted in 1 request. 1 event was not sent. For the reasons, see the Error Branch. ${fields}`,
	);
	await panel.showBranch(page, 'Error Branch');
	await panel.seesInOutput(page, 'invalid_input');
	await panel.seesInOutput(page, /'Anonymous User ID' is empty/);
	assert.deepEqual(
		ledger.events.map(({ event }) => event),
		visits.slice(0, 2).map(({ visitor, product }) => ({
			...{ platform: 'web', anon_uid: visitor, event_name: 'view', item_id: product },
		})),
	);

	await panel.addOption(page, 'Validate Only');
	const input = panel.parameterInput(page, 'validateOnly');
	assert.equal(await input.getByRole('switch').isChecked(), true, 'the option begins on');
	await panel.executeStep(page, n8n);
	await seesHint(
		page,
		`2 events are valid. For the other items, see the Error Branch. Nothing was sent ('Validate Only'). ${fields}`,
	);
	assert.equal(ledger.requests.length, 1);
	await panel.closePanel(page);
	assert.deepEqual(await outputLabels(page, 'Kainic Event'), ['Success', 'Error']);
	await stage.camera.takeCanvas('canvas', page);
});
