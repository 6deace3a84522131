import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../../../emulator';
import { accessTo, callWebhook, startN8n } from '../../../harness';
import { temporaryFolder } from '../../../harness/cleanup';
import { objectOf } from '../../../harness/json';
import { calling, changed, everyFewSeconds, impatientAlerts } from '../histories/impatient';
import type { EditorScenario } from '../scenario';
import type { EditorStage } from '../setting/stage';
import { activateCaller, callerPath } from './failed-caller';
import { tableRows, until } from './failed-rows';

const count = 200;

/** Seconds in place of minutes. */
function impatient(alerts: string) {
	const settings = { first_minutes: 0.02, most_minutes: 0.05, turn_minutes: 0.6 };
	const once = { options: { isolateRejected: true, maxAttempts: 1 } };
	const replaced = {
		'Every Five Minutes': everyFewSeconds,
		'Kainic Event': once,
		Alert: calling(alerts),
	};
	return changed('failed-events.json', 30, replaced, settings);
}

export const failedEvents: EditorScenario = {
	name: 'Example: 200 events while Kainic is down arrive though n8n is killed twice, and what is refused is told once and stays',
	run: async ({ installation, packed, shop }: EditorStage) => {
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
			const told = shop.alerts.length;
			const alerts = await running.activate(impatientAlerts(`${shop.url}/alert`, 6));
			const example = await running.activate(impatient(alerts.id));
			await activateCaller(running, example.id, count);
			await callWebhook(running.n8n, callerPath, {});
			const areKept = async (): Promise<boolean> => (await rows()).length === count + 5;
			await until(areKept, 60_000);
			await until(async () => (await rows()).some(({ tries }) => Number(tries) > 1), 60_000);

			await restart();
			const { port } = down;
			kainic = await startEmulator({ port, requiredEventFields: { shop: 'string' } });
			kainic.inject({ kind: 'delay', delayMs: 300, count: 'always' });
			await until(async () => arrived(kainic).length >= 100, 60_000);
			await restart();
			kainic.world.faults.clear();
			const areRefused = async (): Promise<boolean> => {
				const left = await rows();
				return left.length === 5 && left.every(({ state }) => state === 'refused');
			};
			await until(areRefused, 120_000);
			const numbers = arrived(kainic);
			assert.equal(new Set(numbers).size, count);
			assert.ok(numbers.length < 2 * count, `${numbers.length} arrived`);
			for (const row of await rows()) {
				assert.deepEqual([row['state'], row['code']], ['refused', 'missing_fields']);
			}
			const refusals = shop.alerts
				.slice(told)
				.filter((text) => /^(?!.*Not seen).*missing_fields/.test(text));
			assert.equal(refusals.length, 1, refusals.join('\n'));
			assert.doesNotMatch(shop.alerts.slice(told).join(), /visitor|purchase/);
		} finally {
			await running.close();
			await kainic?.close();
			remove();
		}
	},
};

function arrived(kainic: Emulator | undefined): number[] {
	return (
		kainic?.world.ledger.events.map(({ event }) => Number(objectOf(event, 'an event')['number'])) ??
		[]
	);
}
