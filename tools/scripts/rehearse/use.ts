import { deepStrictEqual } from 'node:assert';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmulator } from '../../emulator';
import {
	accessTo,
	chain,
	type Installation,
	kainic,
	manualTrigger,
	runManually,
	startN8n,
	trigger,
} from '../../n8n';
import { type Rehearsal, run } from './checkout';

/** Installs a package by its name, as README says, into an n8n of its own, and sends one event to a local Kainic. */
export async function useFromRegistry(
	rehearsal: Rehearsal,
	installation: Installation,
	npmConfiguration: string,
): Promise<void> {
	const userFolder = join(rehearsal.folder, 'n8n');
	const nodes = join(userFolder, '.n8n/nodes');
	mkdirSync(nodes, { recursive: true });
	const readme = readFileSync(join(rehearsal.checkout, 'README.md'), 'utf8');
	const [command = 'README.md has no npm install'] = /npm install [^`\n]+/.exec(readme) ?? [];
	await run(rehearsal, command, { cwd: nodes, env: { npm_config_userconfig: npmConfiguration } });
	const emulator = await startEmulator();
	const n8n = await startN8n({ installation, userFolder }, accessTo(emulator));
	try {
		const values = [{ id: '1', name: 'event_name', type: 'string', value: 'product_view' }];
		const parameters = {
			...{ trackerId: 'tracker-web', anonUid: 'visitor-1' },
			eventFields: { assignments: values },
		};
		const workflow = chain('Rehearsal', [manualTrigger(), kainic('Kainic Event', parameters)]);
		await runManually(n8n.n8n, await n8n.importWorkflow(workflow), trigger);
		const events = emulator.world.ledger.events.map(({ event }) => event);
		const event = { platform: 'web', anon_uid: 'visitor-1', event_name: 'product_view' };
		deepStrictEqual(events, [event]);
	} finally {
		await Promise.all([n8n.close(), emulator.close()]);
	}
}
