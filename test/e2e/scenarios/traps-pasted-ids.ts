import { strict as assert } from 'node:assert';
import type { Page } from 'playwright-core';
import * as panel from '../editor/panel';
import { seesError } from '../editor/seen';
import { addAfterShop } from '../editor/shop';
import type { EditorScenario } from '../scenario';
import type { EditorStage } from '../setting/stage';

interface PastedId {
	readonly node: string;
	readonly credential: keyof EditorStage['credentials'];
	readonly parameter: string;
	readonly label: string;
	readonly id: string;
	/** How the title of the error ends. */
	readonly progress: string;
	/** Fills in what else the node needs. */
	fillRest(page: Page): Promise<void>;
}

const pastedIds: readonly PastedId[] = [
	{
		...{ node: 'Kainic Event', credential: 'project', id: 'tracker-web' },
		...{ parameter: 'trackerId', label: 'Tracker ID', progress: 'Nothing was accepted.' },
		fillRest: async (page) => await panel.fill(page, 'anonUid', 'visitor-1'),
	},
	{
		...{ node: 'Kainic Predict', credential: 'project', id: 'model-popular' },
		...{ parameter: 'modelId', label: 'Model ID', progress: 'Nothing was answered.' },
		fillRest: fillVisitor,
	},
	{
		...{ node: 'Kainic Experiment', credential: 'experiment', id: 'experiment-home' },
		...{
			parameter: 'experimentId',
			label: 'Experiment ID',
			progress: 'Nothing was answered.',
		},
		fillRest: async (page) => {
			await fillVisitor(page);
			await panel.fill(page, 'sid', 'session-1');
		},
	},
	{
		...{ node: 'Kainic Catalog', credential: 'project', id: 'store-1' },
		...{ parameter: 'storeId', label: 'Store ID', progress: 'Nothing was uploaded.' },
		fillRest: async (page) => await panel.choose(page, 'syncMode', 'Stock'),
	},
];

async function fillVisitor(page: Page): Promise<void> {
	await panel.fill(page, 'anonUid', 'visitor-1');
	await panel.fill(page, 'type', 'trending');
}

/** An address as people copy it from a browser: what follows is nobody's to see. */
const secret = 'secret-in-an-address';

export const pastedIdScenarios: readonly EditorScenario[] = pastedIds.map((pasted) => ({
	name: `Trap: ${pasted.node} refuses its ${pasted.label} within quotation marks or as an address, and sends nothing`,
	run: async (stage) => await refusePasted(stage, pasted),
}));

async function refusePasted(stage: EditorStage, pasted: PastedId): Promise<void> {
	const { requests } = stage.emulator.world.ledger;
	const { node, parameter, label, id } = pasted;
	const page = await addAfterShop(stage, [{ item_id: 'sku-1', stock: 3 }], node);
	await panel.chooseCredential(page, stage.credentials[pasted.credential].name);
	await pasted.fillRest(page);
	const refused = async (text: string, problem: string, picture: string): Promise<string> => {
		await panel.fill(page, parameter, text);
		await panel.executeStep(page, stage.n8n);
		const seen = await seesError(
			page,
			`Item 0: ${label} ${problem}. ${pasted.progress}`,
			`Enter the ${label} as the Kainic Console shows it`,
		);
		await stage.album.take(`trap-pasted-${parameter}-${picture}`, page);
		return seen;
	};
	await refused(`"${id}"`, 'is within quotation marks', 'quoted');
	const address = `https://console.kainic.example/${id}?token=${secret}`;
	const seen = await refused(address, 'is an address (it holds "://")', 'address');
	assert.doesNotMatch(seen, new RegExp(secret));
	assert.equal(requests.length, 0);
	await panel.fill(page, parameter, id);
	await panel.executeStep(page, stage.n8n);
	assert.deepEqual(
		requests.map(({ outcome }) => outcome.type),
		['accepted'],
	);
}
