import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	activateWorkflow,
	deactivateWorkflow,
	importWorkflow,
	parseWorkflow,
	runManually,
	type Execution,
	type RunningN8n,
	type StoredCredential,
	type StoredWorkflow,
	type WorkflowFile,
} from '../../../tools/n8n';
import { arrayOf, isObject, objectOf, type JsonObject } from '../../../tools/n8n/json';
import { withEmulatorIds } from '../../../tools/emulator/samples';
import { repositoryRoot } from '../../../tools/n8n/recipe';
import { never } from './impatient';
import type { EditorStage } from '../browser/editor-stage';

export interface ExampleChanges {
	/** Takes the place of https://shop.example, and with /alert that of the pager. */
	readonly shop?: string;
	/** Parameters by the name of their node, put over the example's own. */
	readonly replaced?: Readonly<Record<string, JsonObject>>;
	readonly change?: (text: string) => string;
}

/** Without the seconds between pages and tries. */
export function impatient(text: string): string {
	return text
		.replaceAll(/("(?:requestInterval|batchInterval)": )\d+/g, '$10')
		.replaceAll('"waitBetweenTries": 5000', '"waitBetweenTries": 100');
}

/**
 * An example with what users enter or switch off before it runs by itself. Its schedules never fire
 * unless they are replaced: one that fires takes a run's faults.
 */
export function readExample(
	file: string,
	{ shop = 'https://shop.example', replaced = {}, change = impatient }: ExampleChanges = {},
): WorkflowFile {
	const text = withEmulatorIds(readFileSync(join(repositoryRoot, 'examples', file), 'utf8'))
		.replaceAll('https://shop.example', shop)
		.replaceAll('https://alerts.example/hook', `${shop}/alert`)
		.replaceAll('"validateOnly": true', '"validateOnly": false')
		.replace(/("name": "min_products",\s*"value": )""/, '$11');
	const example = parseWorkflow(change(text));
	const nodes = example.nodes.map((node) => {
		const parameters = isObject(node['parameters']) ? node['parameters'] : {};
		const rule = node['type'] === 'n8n-nodes-base.scheduleTrigger' ? never : {};
		return { ...node, parameters: { ...parameters, ...rule, ...replaced[String(node['name'])] } };
	});
	const names = example.nodes.map((node) => node['name']);
	for (const name of Object.keys(replaced)) assert.ok(names.includes(name), name);
	return { ...example, nodes };
}

export async function whileActive<Result>(
	{ n8n }: Pick<RunningN8n, 'n8n'>,
	workflow: WorkflowFile,
	credentials: readonly StoredCredential[],
	work: (stored: StoredWorkflow) => Promise<Result>,
): Promise<Result> {
	const stored = await importWorkflow(n8n, workflow, credentials);
	await activateWorkflow(n8n, stored);
	try {
		return await work(stored);
	} finally {
		await deactivateWorkflow(n8n, stored);
	}
}

/** Imports an example and returns a function that runs it by its button. */
export async function importExample(
	{ n8n, importWorkflow: importWithCredentials, shop }: EditorStage,
	file: string,
	trigger: string,
	changes: ExampleChanges = {},
): Promise<() => Promise<Execution>> {
	const stored = await importWithCredentials(readExample(file, { shop: shop.url, ...changes }));
	return async () => await runManually(n8n, stored, trigger, 120_000);
}

/** The columns of the data table that a node of an example makes. */
export function columnsOf(file: string, nodeName = 'Create Table'): JsonObject[] {
	const node = readExample(file).nodes.find(({ name }) => name === nodeName);
	return arrayOf(Object(node?.['parameters']).columns.column, 'columns').map((column) =>
		objectOf(column, 'a column'),
	);
}
