import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	type Item,
	type Stage,
	type StoredWorkflow,
	outputItems,
	parseWorkflow,
	runManually,
} from '../n8n';
import { type EventsEvidence, verifyEvents } from './verify-events';

/** What the demo works with: a running n8n and a running emulator. */
export type Demo = Pick<Stage, 'n8n' | 'emulator' | 'importWorkflow' | 'report'>;

/** What people read, what is wrong (if anything), and the path of the workflow in the editor. */
export type DemoResult = Awaited<ReturnType<typeof sendEvents>>;

/**
 * Asks for recommendations before and after sending events, then uploads the catalog. Compares what
 * n8n reports with what the emulator has.
 */
export async function performDemo(demo: Demo): Promise<DemoResult> {
	const predictions = await importFile(demo, 'predictions');
	const before = await recommend(demo, predictions);
	const events = await sendEvents(demo);
	const after = await recommend(demo, predictions);
	demo.report('Uploading the catalog …');
	const catalog = await recommend(demo, await importFile(demo, 'catalog'));
	const { itemCounts, catalogs } = demo.emulator.world.ledger;
	const counts = after.map(({ item_id: itemId }) => itemCounts.get(String(itemId)) ?? 0);
	const isRanked = counts.every((count, index) => count <= (counts[index - 1] ?? Infinity));
	const uploaded = catalogs.of('store-1')?.products ?? [];
	const titles = new Set(uploaded.map(({ title }) => title));
	const checks = [
		[namesOf(before) !== namesOf(after), 'The events did not change what is recommended.'],
		[isRanked && after.length > 0, `The ranking does not follow the events: ${counts.join(', ')}.`],
		[
			catalog.length > 0 && catalog.every(({ title }) => titles.has(title)),
			"The recommendations do not carry the catalog's titles.",
		],
	] as const;
	return {
		...events,
		lines: [
			...events.lines,
			'',
			`Recommended before the events: ${namesOf(before)}`,
			`Recommended after the events:  ${namesOf(after)}`,
			'',
			`Catalog uploaded:              ${uploaded.length} products`,
			`Recommended with its titles:   ${catalog.map(({ title }) => String(title)).join(', ')}`,
		],
		problems: [...events.problems, ...checks.flatMap(([holds, text]) => (holds ? [] : [text]))],
	};
}

function namesOf(items: ReadonlyArray<Item['json']>): string {
	return items.map(({ item_id: itemId }) => String(itemId)).join(', ');
}

/** Sends 1,000 shop events, seven of them wrong, and compares what arrived with what was sent. */
export async function sendEvents(demo: Demo) {
	demo.report('Sending 1,000 shop events, seven of them wrong …');
	const { ledger } = demo.emulator.world;
	const [eventsBefore, requestsBefore] = [ledger.events.length, ledger.requests.length];
	const workflow = await importFile(demo, 'events');
	const output = await run(demo, workflow);
	const evidence: EventsEvidence = {
		sent: output('Shop Events'),
		accepted: output('Accepted'),
		refused: output('Refused'),
		arrived: ledger.events.slice(eventsBefore),
		requests: ledger.requests.slice(requestsBefore),
	};
	return { ...verifyEvents(evidence), workflowPath: `/workflow/${workflow.id}` };
}

/** The recommendations that a workflow gets. */
async function recommend(demo: Demo, workflow: StoredWorkflow): Promise<Array<Item['json']>> {
	const output = await run(demo, workflow);
	return output('Kainic Predict').map(({ json }) => json);
}

const usualEmulatorUrl = 'http://127.0.0.1:8787';

/** Imports `<name>.workflow.json`, whose notes link to the page of the emulator. */
async function importFile(
	{ emulator, importWorkflow }: Demo,
	name: 'events' | 'predictions' | 'catalog',
): Promise<StoredWorkflow> {
	const text = readFileSync(join(__dirname, `${name}.workflow.json`), 'utf8');
	return await importWorkflow(parseWorkflow(text.replaceAll(usualEmulatorUrl, emulator.url)));
}

/** Runs a workflow manually. Fails if the run does. Gives the items of its nodes. */
async function run({ n8n }: Demo, workflow: StoredWorkflow): Promise<(node: string) => Item[]> {
	const execution = await runManually(n8n, workflow, 'When clicking ‘Execute workflow’');
	const { status, errorMessage = 'no message' } = execution;
	if (status === 'success') return (node) => outputItems(execution, node);
	throw new Error(`"${workflow.name}" ended as ${status}: ${errorMessage}`);
}
