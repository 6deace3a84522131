import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contract } from '../../../contract/command';
import { outputItems, parseWorkflow, runManually, type Execution } from '../../../harness';
import { isObject, objectOf, type JsonObject } from '../../../harness/json';
import { repositoryRoot } from '../../../harness/recipe';
import type { EditorScenario } from '../scenario';
import type { EditorStage } from '../setting/stage';

const ids = {
	projectId: 'demo-project',
	trackerId: 'tracker-web',
	modelId: 'model-popular',
	storeId: 'store-1',
	experimentId: 'experiment-home',
};

/** A Kainic that differs from what is inferred, in what the nodes have options for. */
const different = {
	failureStatus: 200,
	refusedKey: { status: 403, message: 'This key may not do that' },
	itemsAsText: true,
	requiredEventFields: { event_name: 'string' },
	formFieldNames: { store_id: 'shop_id', file: 'products' },
} as const;

export const contractCheckExample: EditorScenario = {
	name: 'Example: the contract check lists its requests, sends them, and reports what the command reports',
	run: async (stage) => {
		const { emulator } = stage;
		const { world } = emulator;
		const listed = await runExample(stage, { ...ids });
		assert.deepEqual(world.ledger.requests, []);
		assert.ok(outputItems(listed, 'Next Request').length > 20);

		emulator.change(different);
		const execution = await runExample(stage, { ...ids, send: true, allowEvents: true });
		const keys = [world.settings.apiKey, world.settings.experimentApiKey];
		for (const key of keys) assert.ok(!execution.text.includes(key), 'the key is stored');
		assert.equal(world.ledger.catalogs.uploads.length, 0);
		const last = outputItems(execution, 'Next Request').at(-1)?.json ?? {};
		const files = ['Report for the Project', 'Report for People'];
		for (const name of files) assert.equal(outputItems(execution, name).length, 1, name);

		const command = await runCommand(stage);
		assert.deepEqual(last['report'], command.report);
		assert.equal(last['markdown'], command.markdown);
		const counts = objectOf(command.report['counts'], 'counts');
		assert.ok(Number(counts['different']) > 10, JSON.stringify(counts));
	},
};

/** Runs the example as imported, with these fields of Account. */
async function runExample(
	{ n8n, emulator, importWorkflow }: EditorStage,
	fields: JsonObject,
): Promise<Execution> {
	const text = readFileSync(join(repositoryRoot, 'examples/contract-check.json'), 'utf8');
	const example = parseWorkflow(text);
	const values: JsonObject = { ...fields, baseUrl: emulator.url };
	const nodes = example.nodes.map((node) =>
		node['name'] === 'Account'
			? { ...node, parameters: filledIn(node['parameters'], values) }
			: node,
	);
	const workflow = await importWorkflow({ ...example, nodes });
	const execution = await runManually(n8n, workflow, 'Start', 240_000);
	assert.equal(execution.status, 'success', execution.errorMessage);
	return execution;
}

function filledIn(parameters: unknown, values: JsonObject): JsonObject {
	const own = objectOf(parameters, 'parameters');
	const { assignments } = objectOf(own['assignments'], 'assignments');
	assert.ok(Array.isArray(assignments));
	const filled = assignments.map((row: unknown) => {
		const assignment = objectOf(row, 'an assignment');
		const value = values[String(assignment['name'])];
		return value === undefined ? assignment : { ...assignment, value };
	});
	return { ...own, assignments: { assignments: filled } };
}

/** The command of a checkout, with the same Kainic. */
async function runCommand({
	emulator,
	folder,
}: EditorStage): Promise<{ report: JsonObject; markdown: string }> {
	const { apiKey, experimentApiKey } = emulator.world.settings;
	await contract({
		args: ['--base-url', emulator.url, '--report', folder, '--yes', '--allow-events'],
		env: {
			KAINIC_API_KEY: apiKey,
			KAINIC_EXPERIMENT_API_KEY: experimentApiKey,
			KAINIC_PROJECT_ID: ids.projectId,
			KAINIC_TRACKER_ID: ids.trackerId,
			KAINIC_MODEL_ID: ids.modelId,
			KAINIC_STORE_ID: ids.storeId,
			KAINIC_EXPERIMENT_ID: ids.experimentId,
		},
		terminal: {
			isInteractive: false,
			print: () => undefined,
			ask: async () => null,
			askHidden: async () => null,
			close: () => undefined,
		},
		signal: new AbortController().signal,
		sleep: async () => undefined,
	});
	const read = (name: string) => readFileSync(join(folder, name), 'utf8');
	const parsed: unknown = JSON.parse(read('contract-report.json'));
	assert.ok(isObject(parsed));
	const { date: _date, ...report } = parsed;
	return { report, markdown: read('contract-report.md') };
}
