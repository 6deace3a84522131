import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, parseWorkflow, webhook, type WorkflowFile } from '../../../tools/n8n';
import { arrayOf, objectOf, type JsonObject } from '../../../tools/n8n/json';
import { withEmulatorIds } from '../../../tools/emulator/samples';
import { repositoryRoot } from '../../../tools/n8n/recipe';

/** An example that sends orders, and the settings of its shop. */
export interface OrderWorkflow {
	readonly file: string;
	readonly settings: JsonObject;
}

export interface Patience {
	/** Seconds from one run of a shop to the next; null if a webhook starts each run. */
	readonly polls: number | null;
	/** After how many seconds a run is cut off. */
	readonly run: number;
	/** After how many minutes a turn is free. */
	readonly turn: number;
	/** How many seconds the node waits for a response of Kainic. */
	readonly timeout: number;
}

/** A run is cut off before its turn is free. */
export const impatience: Patience = { polls: 5, run: 30, turn: 0.6, timeout: 2 };

/** The same trouble is told again after so many hours. */
export function impatientAlerts(
	alert_url: string,
	again_hours: number,
	lock_minutes = 0.1,
): WorkflowFile {
	const settings = { alert_url, again_hours, lock_minutes };
	return changed('alerts.json', 30, { 'Every Five Minutes': everyFewSeconds }, settings);
}

/** An order workflow in seconds in place of minutes, with alerts as its Error Workflow if there are any. */
export function impatientOrders(
	{ file, settings }: OrderWorkflow,
	alerts: string | null,
	{ polls, run, turn, timeout }: Patience,
	offset: number,
): WorkflowFile {
	const options = { timeout, runBudget: run / 2 };
	const replaced = {
		'Receive Order': { path: pathOf(offset) },
		...(polls !== null && { 'Every Five Minutes': twiceAtOnce(polls, offset) }),
		'Send Events': { options },
	};
	const soon = { overlap_minutes: 0.07, lock_minutes: turn, orders_since: '2026-01-01' };
	const usual = changed(file, run, replaced, { ...soon, ...settings });
	const example = polls === null ? onCall(usual, pathOf(offset)) : usual;
	// Each run of a shop with a failed event fails, and n8n need not store these runs.
	const failures = alerts === null ? { saveDataErrorExecution: 'none' } : { errorWorkflow: alerts };
	return { ...example, settings: { ...Object(example['settings']), ...failures } };
}

/** Shops differ in their seconds. Every other time two runs begin, one of which has no turn. */
function twiceAtOnce(polls: number, offset: number): JsonObject {
	const [first, twice] = [offset % polls, Math.min(2 * polls, 60)];
	return schedule(`${first}-59/${polls} * * * * *`, `${first}-59/${twice} */1 * * * *`);
}

/** The path of the webhook that starts the runs of a shop, or gets its orders. */
export const pathOf = (shop: number) => `shop-${shop}`;

/** A webhook in place of the schedule. It is told the time of the run, which a schedule knows. */
function onCall({ nodes, ...workflow }: WorkflowFile, path: string): WorkflowFile {
	const name = 'Every Five Minutes';
	const called = nodes.map((node) =>
		node['name'] === name ? { ...node, ...webhook(path, 'firstItem'), name } : node,
	);
	const changedWorkflow = { nodes: called, ...workflow };
	return edited(changedWorkflow, 'Find Missing Events', '.json.timestamp', '.json.body.began');
}

export const everyFewSeconds = schedule('*/5 * * * * *');

/** For a schedule that must not start by itself. */
export const never = schedule('0 0 0 1 1 *');

function schedule(...expressions: readonly string[]): JsonObject {
	const interval = expressions.map((expression) => ({ field: 'cronExpression', expression }));
	return { rule: { interval } };
}

/** A node that hands all its items to a workflow, and waits for it. */
export function calling(workflow: string) {
	return node('Call', 'n8n-nodes-base.executeWorkflow', 1.2, {
		workflowId: { __rl: true, mode: 'id', value: workflow },
		...{ mode: 'once', options: { waitForSubWorkflow: true } },
	});
}

/** The example for posted orders, whose runs are soon enough for a test that posts some. */
export function impatientPostedOrders(
	settings: JsonObject = { shop: 'webhook' },
	offset = 0,
): WorkflowFile {
	const patience = { ...impatience, polls: 15, run: 60, turn: 1 };
	return impatientOrders({ file: 'order-events-webhook.json', settings }, null, patience, offset);
}

/** An example with other parameters, settings and limit, in seconds. */
export function changed(
	file: string,
	executionTimeout: number,
	replaced: Readonly<Record<string, JsonObject>>,
	settings: JsonObject = {},
): WorkflowFile {
	const example = parseWorkflow(
		withEmulatorIds(readFileSync(join(repositoryRoot, 'examples', file), 'utf8')),
	);
	const nodes = example.nodes.map((node) => {
		const name = String(node['name']);
		const own = objectOf(node['parameters'], 'parameters');
		const given = name === 'Your Shop' ? withSettings(own, settings) : own;
		const options = {
			...Object(own['options']),
			...(node['type'] === 'n8n-nodes-base.httpRequest' && { timeout: 4_000 }),
			...Object(replaced[name]?.['options']),
		};
		return {
			...node,
			...(node['retryOnFail'] === true && { waitBetweenTries: 200 }),
			parameters: { ...given, ...replaced[name], ...(own['options'] !== undefined && { options }) },
		};
	});
	return { ...example, nodes, settings: { ...Object(example['settings']), executionTimeout } };
}

/** Replaces text in the parameters of a node, as JSON. */
export function edited(
	{ nodes, ...workflow }: WorkflowFile,
	name: string,
	from: string | RegExp,
	to: string,
): WorkflowFile {
	const changedNodes = nodes.map((node) => {
		if (node['name'] !== name) return node;
		const before = JSON.stringify(node['parameters']);
		const after = before.replace(from, to);
		if (after === before) throw new Error(`${name} has no ${String(from)}.`);
		return { ...node, parameters: objectOf(JSON.parse(after), 'parameters') };
	});
	return { ...workflow, nodes: changedNodes };
}

function withSettings(parameters: JsonObject, settings: JsonObject): JsonObject {
	const { assignments } = objectOf(parameters['assignments'], 'assignments');
	const rows = arrayOf(assignments, 'assignments').map((row) => objectOf(row, 'a row'));
	const changedRows = rows.map((row) => ({
		...row,
		value: settings[String(row['name'])] ?? row['value'],
	}));
	return { ...parameters, assignments: { assignments: changedRows } };
}
