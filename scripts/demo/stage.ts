import { startEmulator, type Emulator } from '../../emulator';
import {
	SetupError,
	type Report,
	type Server,
	createCredential,
	elapsed,
	installN8n,
	logIn,
	packThisPackage,
	startServer,
	testCredential,
} from '../n8n';
import { assertPortFree } from '../n8n/ports';
import type { Demo } from './demo';
import type { DemoOptions } from './options';

/** Everything that the demo started. */
export interface Stage {
	demo: Demo;
	server: Server;
	/** Ends all of it and leaves nothing behind. */
	close(): Promise<void>;
}

/** Installs n8n and this package, starts n8n and the emulator, and makes the credential. */
export async function setStage(options: DemoOptions, report: Report): Promise<Stage> {
	if (options.port) await assertPortFree(options.port, 'n8n (--port)');
	if (options.emulatorPort)
		await assertPortFree(options.emulatorPort, 'the emulator (--emulator-port)');
	const installation = await installN8n('n8n2', report);
	report('Building and packing this package …');
	const packed = await packThisPackage();
	const emulator = await startEmulator(options.emulatorPort ? { port: options.emulatorPort } : {});
	report(`Starting n8n ${installation.version} with this package installed …`);
	const start = performance.now();
	const port = options.port === undefined ? {} : { port: options.port };
	const server = await startServer({ installation, packages: [packed.tarball], ...port });
	packed.remove();
	report(`n8n is ready (${elapsed(start)}).`);
	const close = async (): Promise<void> => {
		await Promise.all([server.stop(), emulator.close()]);
	};
	return { demo: await furnish(server, emulator, report), server, close };
}

async function furnish(server: Server, emulator: Emulator, report: Report): Promise<Demo> {
	const n8n = await logIn(server.url);
	const { apiKey, projectId } = emulator.world.settings;
	const credential = await createCredential(n8n, {
		name: 'Kainic (local emulator)',
		type: 'kainicApi',
		data: { apiKey, projectId, keyType: 'project', baseUrl: emulator.url },
	});
	const { status, message } = await testCredential(n8n, credential);
	if (status !== 'OK') throw new SetupError(`The credential's test failed: ${message}`);
	report(`The credential's test: ${message}`);
	return { n8n, emulator, credentials: [credential], report };
}
