import { type Emulator, startEmulator } from '../../emulator';
import {
	type Report,
	type Server,
	type Session,
	type WorkflowFile,
	activateWorkflow,
	elapsed,
	importWorkflow,
	installN8n,
	logIn,
	packThisPackage,
	startServer,
} from '../../scripts/n8n';
import { storeCredential } from '../load/credential';

/** One n8n as most people run it, and a Kainic. */
export interface Stage {
	server: Server;
	n8n: Session;
	emulator: Emulator;
	close(): Promise<void>;
}

/** Installs and starts everything, with the workflows in service. */
export async function setStage(
	workflows: readonly WorkflowFile[],
	random: () => number,
	report: Report,
): Promise<Stage> {
	const installation = await installN8n('n8n2', report);
	report('Building and packing this package …');
	const packed = await packThisPackage();
	const start = performance.now();
	const server = await startServer({
		installation,
		packages: [packed.tarball],
		env: { N8N_LOG_LEVEL: 'warn' },
		readyWithin: 240_000,
	});
	packed.remove();
	const emulator = await startEmulator({ random });
	const close = async (): Promise<void> => {
		await Promise.all([server.stop(), emulator.close()]);
	};
	try {
		const n8n = await logIn(server.url);
		const credential = await storeCredential(n8n, emulator);
		for (const workflow of workflows) {
			await activateWorkflow(n8n, await importWorkflow(n8n, workflow, [credential]), 60_000);
		}
		report(`n8n ${installation.version} is ready (${elapsed(start)}).`);
		return { server, n8n, emulator, close };
	} catch (error) {
		await close();
		throw error;
	}
}
