import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Emulator, startEmulator } from '../emulator';
import { keepBuilt } from './dev/rebuild';
import {
	SetupError,
	type Server,
	createCredential,
	installN8n,
	logIn,
	ownerLogin,
	packThisPackage,
	printReport as say,
	startServer,
} from './n8n';
import { untilInterrupted } from './n8n/cleanup';
import { isPortFree } from './n8n/ports';
import { repositoryRoot } from './n8n/recipe';

/** n8n's own default. The editor takes any free port if this one is in use. */
const usualPort = 5678;

/** A running editor with this package, which follows every change of `nodes/` and `credentials/`. */
async function main(): Promise<void> {
	// n8n reloads only what it watches by its real path; on macOS, the temporary folder is a link.
	process.env['TMPDIR'] = realpathSync(tmpdir());
	const emulator = await startEmulator();
	const server = await startEditor();
	await storeCredential(server, emulator);
	const stop = keepBuilt({
		root: repositoryRoot,
		destination: join(server.userFolder, '.n8n/nodes/node_modules/n8n-nodes-kainic/dist'),
		report: say,
	});
	introduce(server, emulator);
	await untilInterrupted();
	say('\nEnding …');
	stop();
	await Promise.all([server.stop(), emulator.close()]);
}

async function startEditor(): Promise<Server> {
	const installation = await installN8n('n8n2', say);
	say('Building this package …');
	const packed = await packThisPackage();
	say(`Starting n8n ${installation.version} …`);
	const server = await startServer({
		installation,
		packages: [packed.tarball],
		env: { N8N_DEV_RELOAD: 'true' },
		...((await isPortFree(usualPort)) && { port: usualPort }),
	});
	packed.remove();
	return server;
}

async function storeCredential({ url }: Server, emulator: Emulator): Promise<void> {
	const { apiKey, projectId } = emulator.world.settings;
	const data = { apiKey, projectId, keyType: 'project', baseUrl: emulator.url };
	const name = 'Kainic (local emulator)';
	await createCredential(await logIn(url), { name, type: 'kainicApi', data });
}

function introduce(server: Server, emulator: Emulator): void {
	say(`
n8n       ${server.url}
          log in with ${ownerLogin.email}, password ${ownerLogin.password}
Kainic    ${emulator.url} (the local emulator)
n8n's log ${server.logFile}

Change a file of nodes/ or credentials/: the editor shows the change a few seconds later. A new node
(package.json) needs a restart. Ctrl-C ends everything and removes the workflows made here.`);
}

main()
	.catch((error: unknown) => {
		console.error(error instanceof SetupError ? `\n${error.message}` : error);
		process.exitCode = 1;
	})
	.finally(() => process.exit());
