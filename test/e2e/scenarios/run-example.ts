import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
	deactivateWorkflow,
	listExecutions,
	parseWorkflow,
	runManually,
	waitForExecution,
	type Execution,
	type WorkflowFile,
} from '../../../harness';
import { isObject, type JsonObject } from '../../../harness/json';
import { repositoryRoot } from '../../../harness/recipe';
import type { EditorStage } from '../setting/stage';
import type { StandInShop } from './catalog-shop';

/** Parameters by the name of their node, to be put in place of the example's own. */
export type Replacements = Readonly<Record<string, JsonObject>>;

export const everyFewSeconds = {
	rule: { interval: [{ field: 'cronExpression', expression: '*/4 * * * * *' }] },
};

/** A change of an example's text. */
export type Change = (text: string) => string;

/** Without the seconds between pages and tries. */
export const impatient: Change = (text) =>
	text
		.replaceAll('"requestInterval": 1100', '"requestInterval": 0')
		.replaceAll('"batchInterval": 1100', '"batchInterval": 0')
		.replaceAll('"waitBetweenTries": 5000', '"waitBetweenTries": 100');

/** As a user who looked switches it off. */
export const switchedOn: Change = (text) =>
	text.replaceAll('"validateOnly": true', '"validateOnly": false');

/** An example with this machine's shop and pager in place of those that users have to enter. */
export function readExample(
	shop: Pick<StandInShop, 'url'>,
	file: string,
	replaced: Replacements = {},
	change: Change = (text) => text,
): WorkflowFile {
	const text = readFileSync(join(repositoryRoot, 'examples', file), 'utf8')
		.replaceAll('https://shop.example', shop.url)
		.replaceAll('https://alerts.example/hook', `${shop.url}/alert`);
	const example = parseWorkflow(change(switchedOn(text)));
	const nodes = example.nodes.map((node) => {
		const parameters = isObject(node['parameters']) ? node['parameters'] : {};
		return { ...node, parameters: { ...parameters, ...replaced[String(node['name'])] } };
	});
	for (const name of Object.keys(replaced)) {
		assert.match(text, new RegExp(`"name": "${name}"`));
	}
	return { ...example, nodes };
}

/** Lets an example's schedule fire, with the given parameters, and gives the first run that ended. */
export async function fireExample(
	{ n8n, activate, shop }: EditorStage,
	file: string,
	trigger: string,
	replaced: Replacements = {},
): Promise<Execution> {
	const example = readExample(shop, file, { ...replaced, [trigger]: everyFewSeconds });
	const workflow = await activate(example);
	try {
		for (const end = Date.now() + 60_000; Date.now() < end; await wait(200)) {
			const first = (await listExecutions(n8n, workflow)).at(-1);
			if (first === undefined) continue;
			assert.equal(first.mode, 'trigger');
			return await waitForExecution(n8n, first.id);
		}
		throw new Error('The schedule did not fire');
	} finally {
		await deactivateWorkflow(n8n, workflow);
	}
}

/** Imports an example and returns a function that runs it by its button. */
export async function importExample(
	{ n8n, importWorkflow, shop }: EditorStage,
	file: string,
	trigger: string,
	change?: Change,
	replaced?: Replacements,
): Promise<() => Promise<Execution>> {
	const stored = await importWorkflow(readExample(shop, file, replaced, change));
	return async () => await runManually(n8n, stored, trigger, 120_000);
}
