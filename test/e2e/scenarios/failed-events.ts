import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../../../emulator';
import { accessTo, callWebhook, runManually, startN8n, type RunningN8n } from '../../../harness';
import { temporaryFolder } from '../../../harness/cleanup';
import { arrayOf, objectOf, type JsonObject } from '../../../harness/json';
import type { EditorScenario } from '../scenario';
import type { EditorStage } from '../setting/stage';
import { activateCaller, callerPath } from './failed-caller';
import { failedRows, until } from './failed-rows';
import { readExample } from './run-example';

const file = 'failed-events.json';
const count = 500;

/** The example with a schedule that never fires in a test. */
const dormant = (text: string): string => text.replace('"0 */5 * * * *"', '"0 0 5 31 12 *"');

/** The example with a schedule that tests can wait for, and seconds in place of a quarter of an hour. */
const impatient = (text: string): string =>
	text
		.replace('"0 */5 * * * *"', '"*/5 * * * * *"')
		.replaceAll('15 * 60 * 1000', '8 * 1000')
		.replace('"value": 20', '"value": 50');

export const failedEvents: EditorScenario = {
	name: 'Example: 500 events while Kainic is down arrive once after n8n was killed, and one alert lists the rest',
	run: async (stage) => await withKilledN8n(stage, survivesKill),
};

export const killedWhileSending: EditorScenario = {
	name: 'Example: n8n is killed while it sends failed events again: none is sent twice, and those of unknown fate are told',
	run: async (stage) => await withKilledN8n(stage, killsInTheMiddle),
};

interface Killed {
	readonly shop: EditorStage['shop'];
	/** The n8n that runs now. */
	readonly n8n: RunningN8n['n8n'];
	/** Lets the example's schedule fire every few seconds from now on. */
	schedule(): Promise<void>;
	/** Kills n8n, and starts it again on the same data. */
	restart(between: () => Promise<void>): Promise<void>;
	/** Kainic comes back at the address at which it was. */
	comeBack(): Promise<Emulator>;
}

/** Runs `work` with 505 failed events in the table of an n8n whose Kainic is down. */
async function withKilledN8n(
	{ installation, packed, shop }: EditorStage,
	work: (killed: Killed) => Promise<void>,
): Promise<void> {
	const { path: userFolder, remove } = temporaryFolder('killed-n8n');
	const down = await startEmulator();
	const options = { installation, userFolder };
	let running = await startN8n({ ...options, packages: [packed.tarball] }, accessTo(down));
	let emulator: Emulator | undefined;
	try {
		await down.close();
		const example = await running.activate(readExample(shop, file, {}, dormant));
		await activateCaller(running, example.id, count);
		await callWebhook(running.n8n, callerPath, {});
		await until(async () => (await failedRows(running.n8n)).length === count + 5, 60_000);
		// By hand, so that it has ended before n8n is killed.
		const tried = await runManually(running.n8n, example, 'Every Five Minutes', 120_000);
		assert.equal(tried.status, 'success', tried.errorMessage);
		assert.equal(await leastTries(running), 1);
		assert.equal(new Set((await failedRows(running.n8n)).map(numberOf)).size, count + 5);
		await work({
			shop,
			get n8n() {
				return running.n8n;
			},
			schedule: async () => {
				await running.activate(readExample(shop, file, {}, impatient));
			},
			restart: async (between) => {
				await running.server.kill();
				await between();
				running = await startN8n(options, accessTo(down));
			},
			comeBack: async () => {
				const { port } = down;
				emulator = await startEmulator({ port, requiredEventFields: { shop: 'string' } });
				return emulator;
			},
		});
	} finally {
		await running.close();
		await emulator?.close();
		remove();
	}
}

function numberOf({ event }: JsonObject): unknown {
	const parsed: unknown = JSON.parse(String(event));
	return objectOf(parsed, 'an event')['number'];
}

async function leastTries({ n8n }: RunningN8n): Promise<number> {
	const rows = await failedRows(n8n);
	return rows.length === 0 ? 0 : Math.min(...rows.map(({ tries }) => Number(tries)));
}

async function survivesKill(killed: Killed): Promise<void> {
	const { shop } = killed;
	const told = shop.alerts.length;
	let kainic: Emulator | undefined;
	await killed.restart(async () => {
		kainic = await killed.comeBack();
	});
	await killed.schedule();
	await until(async () => (await failedRows(killed.n8n)).length === 0, 120_000);
	const numbers = arrived(kainic);
	assert.equal(numbers.length, count);
	assert.equal(new Set(numbers).size, count);
	assert.equal(shop.alerts.length, told + 1, shop.alerts.slice(told).join('\n'));
	const codes = givenUp(shop.alerts.at(-1)).map(({ code }) => code);
	assert.deepEqual(codes, Array<string>(5).fill('missing_fields'));
}

async function killsInTheMiddle(killed: Killed): Promise<void> {
	const { shop } = killed;
	const told = shop.alerts.length;
	const kainic = await killed.comeBack();
	kainic.inject({ kind: 'delay', delayMs: 150, count: 'always' });
	await killed.schedule();
	await until(async () => arrived(kainic).length >= 150, 60_000);
	await killed.restart(async () => kainic.world.faults.clear());
	await until(async () => (await failedRows(killed.n8n)).length === 0, 120_000);
	const numbers = arrived(kainic);
	assert.equal(new Set(numbers).size, numbers.length, 'an event was sent twice');
	const listed = shop.alerts.slice(told).flatMap(givenUp);
	const interrupted = listed.filter(({ code }) => code === 'interrupted');
	// A hundred for each run that was sending.
	assert.ok(
		interrupted.length > 0 && interrupted.length <= 300,
		`${interrupted.length} interrupted`,
	);
	const others = listed.filter(({ code }) => code !== 'interrupted');
	assert.ok(others.every(({ code, number }) => code === 'missing_fields' && number < 0));
	const known = new Set([...numbers, ...listed.map(({ number }) => number)]);
	assert.equal(known.size, count + 5, 'every event arrived or was told');
}

function arrived(kainic: Emulator | undefined): number[] {
	return kainic?.world.ledger.events.map(({ event }) => Number(event['number'])) ?? [];
}

/** The events that an alert lists. */
export function givenUp(
	alert: string | undefined,
): Array<{ readonly code: string; readonly number: number }> {
	const parsed: unknown = JSON.parse(alert ?? '{}');
	return arrayOf(objectOf(parsed, 'an alert')['events'], 'its events').map((entry) => {
		const { code, event } = objectOf(entry, 'an entry');
		return { code: String(code), number: Number(objectOf(event, 'an event')['number']) };
	});
}
