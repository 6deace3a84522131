import { deepStrictEqual } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { name } from '../../../package.json';
import { startEmulator } from '../../emulator';
import {
	accessTo,
	chain,
	type Installation,
	kainic,
	manualTrigger,
	n8nSettings,
	runManually,
	startN8n,
	trigger,
} from '../../n8n';
import { oneName } from '../../one/names';
import { toOne } from '../../one/workflow';
import { type Rehearsal, run } from './checkout';

const parameters = {
	...{ trackerId: 'tracker-web', anonUid: 'visitor-1' },
	eventFields: {
		assignments: [{ id: '1', name: 'event_name', type: 'string', value: 'product_view' }],
	},
};
const workflow = chain('Rehearsal', [manualTrigger(), kainic('Kainic Event', parameters)]);

/** Each package with what its users have to allow, and a workflow that sends one event. */
export const four = { name, workflow, unverified: 'true' };
export const one = { name: oneName, workflow: toOne(workflow), unverified: 'false' };

/** Installs a package by its name into an n8n of its own, and sends one event to a local Kainic. */
export async function useFromRegistry(
	used: typeof four,
	rehearsal: Rehearsal,
	installation: Installation,
	npmConfiguration: string,
): Promise<void> {
	const userFolder = join(rehearsal.folder, `n8n-${used.name}`);
	const nodes = join(userFolder, '.n8n/nodes');
	mkdirSync(nodes, { recursive: true });
	writeFileSync(join(nodes, 'package.json'), '{}');
	const install = `npm install --legacy-peer-deps ${used.name}`;
	await run(rehearsal, install, { cwd: nodes, env: { npm_config_userconfig: npmConfiguration } });
	const emulator = await startEmulator();
	const env = { ...n8nSettings.n8n3, N8N_UNVERIFIED_PACKAGES_ENABLED: used.unverified };
	const n8n = await startN8n({ installation, userFolder, env }, accessTo(emulator));
	try {
		await runManually(n8n.n8n, await n8n.importWorkflow(used.workflow), trigger);
		const events = emulator.world.ledger.events.map(({ event }) => event);
		const event = { platform: 'web', anon_uid: 'visitor-1', event_name: 'product_view' };
		deepStrictEqual(events, [event]);
	} finally {
		await Promise.all([n8n.close(), emulator.close()]);
	}
}
