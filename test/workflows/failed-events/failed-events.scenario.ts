import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../../../tools/emulator';
import {
	accessTo,
	callWebhook,
	chain,
	code,
	kainic as kainicNode,
	startN8n,
	webhook,
	type WorkflowFile,
} from '../../../tools/n8n';
import { temporaryFolder } from '../../../tools/n8n/cleanup';
import {
	calling,
	changed,
	everyFewSeconds,
	impatientAlerts,
} from '../../support/workflows/impatient';
import { test } from '../../support/browser/editor-stage';
import { tableRows, until } from '../../support/workflows/data-tables';

const count = 200;

const callerPath = 'failed-events-caller';

/** So many events that are right, five that only Kainic refuses, and an item that is no event. */
const makeEvents = `
const event = (number, more) => ({ platform: 'web', anon_uid: 'visitor-' + (number % 90), event_name: 'purchase', number, ...more });
const good = Array.from({ length: ${count} }, (_, number) => event(number, { shop: 'main' }));
const bad = [1, 2, 3, 4, 5].map((number) => event(-number));
const noEvent = { number: -6, shop: 'main' };
return [...good, ...bad, noEvent].map((json) => ({ json }));`;

/** Any workflow: it sends events, and hands what failed to the example. */
function caller(exampleId: string): WorkflowFile {
	const event = kainicNode(
		'Kainic Event',
		{ trackerId: 'tracker-web', eventSource: 'inputItem', options: { maxAttempts: 1 } },
		{ onError: 'continueErrorOutput' },
	);
	const call = calling(exampleId);
	const events = code('Events', makeEvents);
	const workflow = chain('Caller', [webhook(callerPath, 'atOnce'), events, event, call]);
	const failed = [[], [{ node: call.name, type: 'main', index: 0 }]];
	const connections = { ...workflow.connections, [event.name]: { main: failed } };
	return { ...workflow, connections };
}

/** Seconds in place of minutes. */
function impatient(alerts: string) {
	const settings = { first_minutes: 0.02, max_minutes: 0.05, lock_minutes: 1.2 };
	const once = { options: { batchSize: 1, maxAttempts: 1 } };
	const replaced = { 'Every Five Minutes': everyFewSeconds, 'Send Events': once };
	const example = changed('failed-events.json', 60, replaced, settings);
	return { ...example, settings: { ...Object(example['settings']), errorWorkflow: alerts } };
}

test('Example: 200 events while Kainic is down arrive though n8n is killed twice, and what is refused is told once and stays @night', async (stage) => {
	const { installation, packed, shop } = stage;
	const { path: userFolder, remove } = temporaryFolder('killed-n8n');
	const down = await startEmulator();
	const options = { installation, userFolder };
	let running = await startN8n({ ...options, packages: [packed.tarball] }, accessTo(down));
	let kainic: Emulator | undefined;
	const rows = async () => await tableRows(running.n8n, 'Kainic events to send again');
	const restart = async (): Promise<void> => {
		await running.server.kill();
		running = await startN8n(options, accessTo(down));
	};
	try {
		await down.close();
		const alerts = await running.activate(impatientAlerts(`${shop.url}/alert`, 6));
		const example = await running.activate(impatient(alerts.id));
		await running.activate(caller(example.id));
		await callWebhook(running.n8n, callerPath, {});
		await until(async () => (await rows()).length === count + 6);
		await until(async () => (await rows()).some(({ tries }) => Number(tries) > 1));

		await restart();
		const { port } = down;
		kainic = await startEmulator({ port, requiredEventFields: { shop: 'string' } });
		kainic.inject({ kind: 'delay', delayMs: 300, count: 'always' });
		const { events } = kainic.world.ledger;
		await until(() => events.length >= 100);
		await restart();
		kainic.world.faults.clear();
		await until(async () => {
			const states = (await rows()).map(({ state }) => state);
			return states.length === 6 && states.every((state) => state === 'refused');
		}, 240_000);
		const numbers = events.map(({ event }) => Number(event['number']));
		assert.equal(new Set(numbers).size, count);
		assert.ok(numbers.length < 2 * count, `${numbers.length} arrived`);
		const codes = (await rows()).map(({ code: of }) => String(of)).sort();
		assert.deepEqual(codes, [
			'invalid_input',
			...Array.from({ length: 5 }, () => 'missing_fields'),
		]);
		const refusals = () => shop.alerts.filter((text) => text.includes('missing_fields'));
		// The run ends in red after the rows have their states.
		await until(() => refusals().length > 0);
		assert.equal(refusals().length, 1, refusals().join('\n'));
		assert.doesNotMatch(shop.alerts.join(), /visitor|purchase/);
	} finally {
		await running.close();
		await kainic?.close();
		remove();
	}
});
