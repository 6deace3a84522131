import { strict as assert } from 'node:assert';
import { createCredential } from '../../../tools/n8n';
import * as panel from '../editor/panel';
import { chosenCredential, seesError, seesHint } from '../editor/seen';
import { addAfterShop } from '../editor/shop';
import { test } from '../setting/stage';

const visits = [
	{ visitor: 'visitor-1', product: 'seed-1', price: 19.9 },
	{ visitor: 'visitor-2', product: 'seed-2', price: 5 },
];

const fields = 'The first event has: platform, anon_uid and product.';

test('Traps: a node refuses the credential that n8n chose by itself if its key is of the other kind, and Validate Only begins on', async (stage) => {
	const { n8n, credentials, emulator } = stage;
	const { ledger } = emulator.world;
	const newest = 'Kainic account 2';
	const { id } = await createCredential(n8n, { ...credentials.experiment, name: newest });
	try {
		const page = await addAfterShop(stage, visits, 'Kainic Event', {
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
		await panel.dragInputField(page, 'product', page.getByTestId('drop-area'));
		await panel.addOption(page, 'Validate Only');
		const input = panel.parameterInput(page, 'validateOnly');
		assert.equal(await input.getByRole('switch').isChecked(), true);
		await panel.executeStep(page, n8n);
		await seesHint(page, `2 events are valid. Nothing was sent ('Validate Only'). ${fields}`);
		await panel.seesInOutput(page, 'valid');
		// What would be sent: the editor shows the fields of the event in the output.
		await panel.seesInOutput(page, 'anon_uid');
		assert.equal(ledger.requests.length, 0);

		await input.locator('.el-switch').click();
		await panel.executeStep(page, n8n);
		await seesHint(page, `2 events were accepted in 1 request. ${fields}`);
		assert.equal(ledger.events.length, 2);
	} finally {
		await n8n.rest('DELETE', `/credentials/${id}`);
	}
});
