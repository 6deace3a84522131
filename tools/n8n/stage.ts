import { type Emulator, type EmulatorOptions, startEmulator } from '../emulator';
import { type KainicAccess, type KainicCredentials, createKainicCredentials } from './credentials';
import { type Installation, installN8n } from './install';
import { type PackedPackage, packThisPackage } from './pack';
import { type Report, elapsed } from './report';
import { type Server, type ServerOptions, startServer } from './server';
import { type Session, logIn } from './session';
import {
	type StoredWorkflow,
	type WorkflowFile,
	activateWorkflow,
	importWorkflow,
} from './workflows';

/** A running n8n with its owner logged in and the credentials of a Kainic stored. */
export interface RunningN8n {
	readonly server: Server;
	readonly n8n: Session;
	readonly credentials: KainicCredentials;
	/** Imports a workflow with these credentials. */
	importWorkflow(workflow: WorkflowFile): Promise<StoredWorkflow>;
	/** Imports a workflow and activates it. */
	activate(workflow: WorkflowFile): Promise<StoredWorkflow>;
	/** Stops n8n and removes what it stored. */
	close(): Promise<void>;
}

/** An n8n with this package, and a local Kainic for it. */
export interface Stage extends RunningN8n {
	readonly installation: Installation;
	/** This package; kept until the stage is closed. */
	readonly packed: PackedPackage;
	readonly emulator: Emulator;
	readonly report: Report;
}

export interface StageOptions extends Pick<ServerOptions, 'env' | 'port'> {
	readonly emulator?: EmulatorOptions;
	readonly report: Report;
}

/**
 * Installs n8n, packs this package, and starts both with an emulator of Kainic. Nothing of it
 * outlives this process. Fails with a SetupError if something is missing on this machine.
 */
export async function openStage(options: StageOptions): Promise<Stage> {
	const { emulator: emulatorOptions, report, ...serverOptions } = options;
	const installation = await installN8n(report);
	report('Building and packing this package …');
	const packed = await packThisPackage();
	const emulator = await startEmulator(emulatorOptions);
	report(`Starting n8n ${installation.version} with this package installed …`);
	const start = performance.now();
	const packages = [packed.tarball];
	const running = await startN8n({ ...serverOptions, installation, packages }, accessTo(emulator));
	report(`n8n is ready (${elapsed(start)}).`);
	const close = async (): Promise<void> => {
		await Promise.all([running.close(), emulator.close()]);
		packed.remove();
	};
	return { ...running, installation, packed, emulator, report, close };
}

/** Starts an n8n, makes its owner, and stores the credentials of a Kainic. */
export async function startN8n(options: ServerOptions, kainic: KainicAccess): Promise<RunningN8n> {
	const server = await startServer(options);
	try {
		const n8n = await logIn(server.url);
		const credentials = await createKainicCredentials(n8n, kainic);
		const stored = Object.values(credentials);
		const importWithCredentials = async (workflow: WorkflowFile): Promise<StoredWorkflow> =>
			await importWorkflow(n8n, workflow, stored);
		return {
			server,
			n8n,
			credentials,
			importWorkflow: importWithCredentials,
			activate: async (workflow) => {
				const imported = await importWithCredentials(workflow);
				await activateWorkflow(n8n, imported);
				return imported;
			},
			close: async () => await server.stop(),
		};
	} catch (error) {
		await server.stop();
		throw error;
	}
}

/** Address and keys of an emulator. */
export function accessTo({ url, world }: Emulator): KainicAccess {
	const { apiKey, experimentApiKey, projectId } = world.settings;
	return { baseUrl: url, apiKey, experimentApiKey, projectId };
}
