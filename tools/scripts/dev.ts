import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { name } from '../../package.json';
import { untilInterrupted } from '../n8n/cleanup';
import { runMain } from '../n8n/main';
import { freePort } from '../n8n/ports';
import { repositoryRoot } from '../n8n/recipe';
import { printReport as say } from '../n8n/report';
import { ownerLogin } from '../n8n/session';
import { openStage, type Stage } from '../n8n/stage';
import { keepBuilt } from './dev/rebuild';

/** A running editor with this package, which follows the code in `nodes/` and `credentials/`. */
async function main(): Promise<void> {
	// n8n reloads only what it watches by its real path; on macOS, the temporary folder is a link.
	process.env['TMPDIR'] = realpathSync(tmpdir());
	const stage = await openStage({
		report: say,
		env: { N8N_DEV_RELOAD: 'true' },
		// n8n's own default.
		port: await freePort(5678),
	});
	const installed = join(stage.server.userFolder, '.n8n/nodes/node_modules', name, 'dist');
	const stop = keepBuilt(repositoryRoot, installed, say);
	introduce(stage);
	await untilInterrupted();
	say('\nEnding …');
	stop();
	await stage.close();
}

function introduce({ server, emulator }: Stage): void {
	say(`
n8n       ${server.url}
          log in with ${ownerLogin.email}, password ${ownerLogin.password}
Kainic    ${emulator.url} (the local emulator)
n8n's log ${server.logFile}

Change a .ts file of nodes/ or credentials/: the editor shows the change a few seconds later. For every
other change, start again. Ctrl-C ends everything and removes the workflows made here.`);
}

runMain(
	main,
	'Usage: npm run dev\nStarts n8n with these nodes, which follow their code, and the emulator.',
);
