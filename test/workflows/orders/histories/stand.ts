import { startEmulator, type Emulator } from '../../../../tools/emulator';
import {
	accessTo,
	activateWorkflow,
	importWorkflow,
	n8nSettings,
	startN8n,
	type RunningN8n,
	type StoredCredential,
	type WorkflowFile,
} from '../../../../tools/n8n';
import { temporaryFolder } from '../../../../tools/n8n/cleanup';
import { freePort } from '../../../../tools/n8n/ports';
import type { EditorStage } from '../../../support/browser/editor-stage';
import {
	impatience,
	impatientAlerts,
	impatientOrders,
	type OrderWorkflow,
	type Patience,
} from '../../../support/workflows/impatient';

/** An n8n of its own with the examples at work, which can be killed. */
export interface Stand {
	readonly emulator: Emulator;
	/** The n8n that runs now. */
	readonly running: RunningN8n;
	readonly patience: Patience;
	/** When n8n was killed. */
	readonly kills: readonly number[];
	/** Kills n8n, and starts it again after `between`. */
	restart(between?: () => Promise<void>): Promise<void>;
	close(): Promise<void>;
}

type Place = Pick<EditorStage, 'installation' | 'packed' | 'shops'>;

/** All shops share the data table, as in an n8n of their owner. */
export async function openStand(
	{ installation, packed, shops }: Place,
	lives: readonly OrderWorkflow[],
	alertUrl: string | null,
	patience = impatience,
): Promise<Stand> {
	const { path: userFolder, remove } = temporaryFolder('order-histories');
	const emulator = await startEmulator();
	const env = { ...n8nSettings.n8n3, ...shops.env, N8N_LOG_LEVEL: 'info' };
	const options = { installation, userFolder, env, port: await freePort() };
	let running = await startN8n({ ...options, packages: [packed.tarball] }, accessTo(emulator));
	const kills: number[] = [];
	const close = async (): Promise<void> => {
		await Promise.all([running.close(), emulator.close()]);
		remove();
	};
	try {
		const ofShops = await shops.createCredentials(running.n8n);
		await activateExamples(running, ofShops, lives, alertUrl, patience);
	} catch (error) {
		await close();
		throw error;
	}
	return {
		emulator,
		patience,
		kills,
		get running() {
			return running;
		},
		restart: async (between) => {
			await running.server.kill();
			// What was on its way when n8n ended has arrived before this moment.
			kills.push(Date.now());
			await between?.();
			running = await startN8n(options, accessTo(emulator));
		},
		close,
	};
}

async function activateExamples(
	{ n8n, credentials }: RunningN8n,
	ofShops: readonly StoredCredential[],
	shops: readonly OrderWorkflow[],
	alertUrl: string | null,
	patience: Patience,
): Promise<void> {
	const stored = [...Object.values(credentials), ...ofShops];
	const activate = async (workflow: WorkflowFile): Promise<string> => {
		const imported = await importWorkflow(n8n, workflow, stored);
		await activateWorkflow(n8n, imported);
		return imported.id;
	};
	const alerts = alertUrl === null ? null : await activate(impatientAlerts(alertUrl, 0.004));
	await Promise.all(
		shops.map(async (shop, index) => {
			await activate(impatientOrders(shop, alerts, patience, index));
		}),
	);
}
