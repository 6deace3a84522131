import assert from 'node:assert/strict';
import { chain, code, manualTrigger, node, runManually, trigger } from '../../../harness';
import type { JsonObject } from '../../../harness/json';
import type { EditorScenario } from '../scenario';
import type { EditorStage } from '../setting/stage';
import { givenUp } from './failed-events';
import { failedRows } from './failed-rows';
import { readExample } from './run-example';

const schedule = 'Every Five Minutes';

/** What the Error output of Kainic Event gives for an event. */
function failed(number: number, error: JsonObject): JsonObject {
	const event = { platform: 'web', anon_uid: 'visitor-1', event_name: 'purchase', number };
	const known = { message: 'm', description: 'd', httpCode: null, attempts: 1 };
	return { ...event, error: { ...known, notSent: false, mayBeAccepted: false, ...error } };
}

const lost = failed(1, { code: 'timeout', mayBeAccepted: true });
const unsent = failed(2, { code: 'network', notSent: true });
const invalid = failed(3, { code: 'invalid_input', notSent: true, attempts: 0 });
const noCredit = failed(4, { code: 'credit' });
const accepted = { platform: 'web', anon_uid: 'v', number: 5, kainic: { status: 'accepted' } };

/** Puts items into the table as a calling workflow does, and returns what runs the schedule by hand. */
async function call(
	{ n8n, importWorkflow, activate, shop }: EditorStage,
	items: readonly JsonObject[],
	change: (text: string) => string,
): Promise<() => Promise<void>> {
	const example = await activate(readExample(shop, 'failed-events.json', {}, change));
	const caller = chain('Caller', [
		manualTrigger(),
		code('Failed', `return ${JSON.stringify(items.map((json) => ({ json })))};`),
		node('Call', 'n8n-nodes-base.executeWorkflow', 1.2, {
			workflowId: { __rl: true, mode: 'id', value: example.id },
			mode: 'once',
			options: { waitForSubWorkflow: true },
		}),
	]);
	const called = await runManually(n8n, await importWorkflow(caller), trigger);
	assert.equal(called.status, 'success', called.errorMessage);
	return async () => {
		const execution = await runManually(n8n, example, schedule);
		assert.equal(execution.status, 'success', execution.errorMessage);
	};
}

/** The schedule of the test itself fires never. */
const never = (text: string): string => text.replace('"0 */5 * * * *"', '"0 0 5 31 12 *"');

const chosen = (text: string): string =>
	never(text).replace(/("name": "send_unconfirmed_again",\s*"value": )false/, '$1true');

export const failedChoices: EditorScenario = {
	name: 'Example: what may be accepted is sent again only if the user chose so, and an event is given up after its tries',
	run: async (stage) => {
		const { shop, emulator, n8n } = stage;
		const ledger = () => emulator.world.ledger;
		const arrived = () => ledger().events.map(({ event }) => event['number']);
		const items = [lost, unsent, invalid, noCredit, accepted];

		let told = shop.alerts.length;
		const run = await call(stage, items, never);
		assert.equal((await failedRows(n8n)).length, 4);
		await run();
		assert.deepEqual(arrived().sort(), [2, 4]);
		assert.deepEqual(ledger().events[0]?.event, {
			...{ platform: 'web', anon_uid: 'visitor-1', event_name: 'purchase', number: 2 },
		});
		assert.equal(shop.alerts.length, told + 1);
		assert.deepEqual(codesOf(shop.alerts.at(-1)), ['timeout 1', 'invalid_input 3']);
		assert.deepEqual(await failedRows(n8n), []);

		emulator.reset();
		told = shop.alerts.length;
		const runChosen = await call(
			stage,
			[lost, { ...unsent, kainicTracker: 'tracker-app' }],
			chosen,
		);
		await runChosen();
		assert.deepEqual(arrived().sort(), [1, 2]);
		assert.deepEqual(
			ledger()
				.events.map(({ trackerId }) => trackerId)
				.sort(),
			[...['tracker-app', 'tracker-web']],
		);
		assert.equal(JSON.stringify(ledger().events).includes('kainicTracker'), false);
		assert.equal(shop.alerts.length, told);
		assert.deepEqual(await failedRows(n8n), []);

		emulator.reset();
		emulator.inject({ kind: 'drop', at: 'after_request', count: 'always' });
		const runOnce = await call(stage, [unsent], never);
		await runOnce();
		await runOnce();
		assert.equal(ledger().requests.length, 1);
		assert.match(codesOf(shop.alerts.at(-1)).join(), /^network 2$/);
		assert.deepEqual(await failedRows(n8n), []);

		emulator.reset();
		emulator.inject({ kind: 'answer', status: 429, count: 'always' });
		told = shop.alerts.length;
		const runThrice = await call(stage, [unsent], (text) =>
			never(text).replace('"value": 20', '"value": 3'),
		);
		for (const tries of [1, 2]) {
			await runThrice();
			assert.deepEqual(
				(await failedRows(n8n)).map((row) => row['tries']),
				[tries],
			);
		}
		assert.equal(shop.alerts.length, told);
		await runThrice();
		assert.deepEqual(await failedRows(n8n), []);
		assert.equal(shop.alerts.length, told + 1);
		assert.deepEqual(codesOf(shop.alerts.at(-1)), ['rate_limited 2']);
		assert.equal(ledger().requests.length, 3);
	},
};

export const failedMany: EditorScenario = {
	name: 'Example: of 250 events that are given up, each alert lists a hundred at most, and all are told once',
	run: async (stage) => {
		const { shop, n8n } = stage;
		const told = shop.alerts.length;
		const items = Array.from({ length: 250 }, (_, number) =>
			failed(number, { code: 'invalid_input', notSent: true, attempts: 0 }),
		);
		const atOnce = (text: string): string => never(text).replaceAll('15 * 60 * 1000', '0');
		const run = await call(stage, items, atOnce);
		for (const left of [150, 50, 0]) {
			await run();
			assert.equal((await failedRows(n8n)).length, left);
		}
		const alerts = shop.alerts.slice(told).map(givenUp);
		assert.deepEqual(
			alerts.map((alert) => alert.length),
			[100, 100, 50],
		);
		assert.equal(new Set(alerts.flat().map(({ number }) => number)).size, 250);
		assert.match(shop.alerts[told] ?? '', /250 events .* the other 150 in further alerts/);
	},
};

/** Leaves one event in the table, which the example then sends. */
export async function keepOneEvent(stage: EditorStage): Promise<void> {
	await call(stage, [unsent], never);
}

function codesOf(alert: string | undefined): string[] {
	return givenUp(alert).map(({ code: found, number }) => `${found} ${number}`);
}
