import { strict as assert } from 'node:assert';
import { createCredential, outputItems } from '../../../harness';
import * as panel from '../editor/panel';
import { chosenCredential, isOn, seesError, seesHint, turnOver } from '../editor/seen';
import { addAfterShop, fillAfterShop } from '../editor/shop';
import type { EditorScenario } from '../scenario';

const visits = [
	{ visitor: 'visitor-1', product: 'seed-1', price: 19.9 },
	{ visitor: 'visitor-2', product: 'seed-2', price: 5 },
];

const event = { texts: { trackerId: 'tracker-web' }, dragged: { anonUid: 'visitor' } };

const otherKey: EditorScenario = {
	name: 'Trap: n8n picks the credential saved last by itself, and a node refuses the other kind of key by its name',
	run: async (stage) => {
		const { n8n, credentials, emulator, album } = stage;
		const newest = 'Kainic account 2';
		const { id } = await createCredential(n8n, { ...credentials.experiment, name: newest });
		try {
			const page = await addAfterShop(stage, visits, 'Kainic Event');
			assert.equal(await chosenCredential(page), newest, 'n8n chose it');
			await panel.fill(page, 'trackerId', 'tracker-web');
			await panel.dragInputField(page, 'visitor', panel.parameterInput(page, 'anonUid'));
			await panel.executeStep(page, n8n);
			await seesError(
				page,
				'This node needs a credential with the key type Project Key, but that of "Kainic account 2" is Experiment Key. Nothing was accepted.',
				'Choose a credential that holds the key of the project',
			);
			assert.equal(emulator.world.ledger.requests.length, 0);
			await album.take('trap-credential-event', page);
			await panel.chooseCredential(page, credentials.project.name);
			await panel.executeStep(page, n8n);
			await panel.seesInOutput(page, 'accepted');
			assert.equal(emulator.world.ledger.events.length, 2);
		} finally {
			await n8n.rest('DELETE', `/credentials/${id}`);
		}
	},
};

const withoutEventFields: EditorScenario = {
	name: 'Trap: events without Event Fields are said to hold nothing of what happened',
	run: async (stage) => {
		const { events } = stage.emulator.world.ledger;
		const page = await fillAfterShop(stage, visits.slice(0, 1), 'Kainic Event', event);
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
			...{ status: 'accepted', trackerId: 'tracker-web', requestEvents: 1, attempts: 1 },
		});
	},
};

const validateOnly: EditorScenario = {
	name: 'Trap: Validate Only is on as soon as it is added to Kainic Event, and sends nothing',
	run: async (stage) => {
		const { ledger } = stage.emulator.world;
		const page = await fillAfterShop(stage, visits, 'Kainic Event', event);
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

/** An address as people copy it from a browser: what follows is nobody's to see. */
const secret = 'secret-in-an-address';

const pastedId: EditorScenario = {
	name: 'Trap: a Tracker ID within quotation marks or as an address is refused, and the address not shown',
	run: async (stage) => {
		const { requests } = stage.emulator.world.ledger;
		// Of several items, n8n adds the place to the title.
		const page = await fillAfterShop(stage, visits.slice(0, 1), 'Kainic Event', event);
		const refused = async (
			[text, problem, remedy]: readonly [string, string, string],
			picture: string,
		): Promise<string> => {
			await panel.fill(page, 'trackerId', text);
			await panel.executeStep(page, stage.n8n);
			const seen = await seesError(
				page,
				`Item 0: Tracker ID ${problem}. Nothing was accepted.`,
				remedy,
			);
			await stage.album.take(`trap-pasted-trackerId-${picture}`, page);
			return seen;
		};
		const without = 'Enter the Tracker ID without them';
		await refused(['"tracker-web"', 'is within quotation marks', without], 'quoted');
		const address = `https://console.kainic.example/tracker-web?token=${secret}`;
		const shown = 'Enter the Tracker ID as the Kainic Console shows it';
		const problem = 'is an address (it holds "://")';
		const seen = await refused([address, problem, shown], 'address');
		assert.doesNotMatch(seen, new RegExp(secret));
		assert.equal(requests.length, 0);
	},
};

/** What people get wrong, and what they see then. */
export const traps: readonly EditorScenario[] = [
	otherKey,
	withoutEventFields,
	validateOnly,
	pastedId,
];
