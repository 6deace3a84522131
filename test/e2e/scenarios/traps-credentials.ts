import { strict as assert } from 'node:assert';
import { createCredential } from '../../../harness';
import * as panel from '../editor/panel';
import { chosenCredential, seesError } from '../editor/seen';
import { addAfterShop } from '../editor/shop';
import type { EditorScenario } from '../scenario';

const newest = 'Kainic account 2';

export const otherKey: EditorScenario = {
	name: 'Trap: n8n picks the credential saved last by itself, and a node refuses the other kind of key by its name',
	run: async (stage) => {
		const { n8n, credentials, emulator, album } = stage;
		const { ledger } = emulator.world;
		const { id } = await createCredential(n8n, { ...credentials.experiment, name: newest });
		try {
			const page = await addAfterShop(stage, [{ visitor: 'visitor-1' }], 'Kainic Event');
			assert.equal(await chosenCredential(page), newest, 'n8n chose it');
			await panel.fill(page, 'trackerId', 'tracker-web');
			await panel.dragInputField(page, 'visitor', panel.parameterInput(page, 'anonUid'));
			await panel.executeStep(page, n8n);
			await seesError(
				page,
				'This node needs a credential with the key type Project Key, but that of "Kainic account 2" is Experiment Key. Nothing was accepted.',
				'Choose a credential that holds the key of the project',
			);
			assert.equal(ledger.requests.length, 0);
			await album.take('trap-credential-event', page);
			await panel.chooseCredential(page, credentials.project.name);
			await panel.executeStep(page, n8n);
			await panel.seesInOutput(page, 'accepted');
			assert.equal(ledger.events.length, 1);
		} finally {
			await n8n.rest('DELETE', `/credentials/${id}`);
		}
	},
};

export const projectKeyInExperiment: EditorScenario = {
	name: 'Trap: Kainic Experiment refuses the key of a project by the name of its credential',
	run: async (stage) => {
		const { n8n, credentials, emulator, album } = stage;
		const page = await addAfterShop(stage, [{ visitor: 'visitor-1' }], 'Kainic Experiment');
		await panel.chooseCredential(page, credentials.project.name);
		await panel.fill(page, 'experimentId', 'experiment-home');
		await panel.fill(page, 'sid', 'session-1');
		await panel.fill(page, 'anonUid', 'visitor-1');
		await panel.fill(page, 'type', 'trending');
		await panel.executeStep(page, n8n);
		await seesError(
			page,
			'This node needs a credential with the key type Experiment Key, but that of "Kainic account" is Project Key. Nothing was answered.',
			'Choose a credential that holds the key of the experiment',
		);
		assert.equal(emulator.world.ledger.requests.length, 0);
		await album.take('trap-credential-experiment', page);
	},
};
