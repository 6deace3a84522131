import { startEmulator, type Emulator } from '.';
import { readCommandLine, usage } from './command-line';
import { messageOf } from './values';

async function main(): Promise<void> {
	const commandLine = readCommandLine(process.argv.slice(2));
	if (commandLine.type === 'help') return console.log(usage);
	if (commandLine.type === 'mistake') return fail(`${commandLine.message}\n\n${usage}`);
	const { options, stopWithStdin } = commandLine;
	try {
		const emulator = await startEmulator(options);
		endWith(emulator, stopWithStdin);
		introduce(emulator);
	} catch (thrown) {
		const inUse = thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE';
		fail(
			inUse
				? `Port ${options.port} is in use: choose another with --port, or 0 for any free one.`
				: `The emulator cannot start: ${messageOf(thrown)}`,
		);
	}
}

function endWith(emulator: Emulator, stopWithStdin: boolean): void {
	const end = () => void emulator.close().then(() => process.exit(0));
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
	// npm's shell is ended by a signal and does not hand it on.
	const shell = process.env['npm_lifecycle_event'] === 'emulator' ? process.ppid : null;
	if (shell !== null) setInterval(() => process.ppid === shell || end(), 250).unref();
	if (stopWithStdin) process.stdin.once('end', end).once('error', end).resume();
}

function introduce({ url, world: { settings } }: Emulator): void {
	console.log(`Kainic emulator: ${url}`);
	console.log(`
  Base URL                ${url}
  Project ID              ${settings.projectId}
  API key                 ${settings.apiKey}
  Experiment API key      ${settings.experimentApiKey}
  A tracker, a model      tracker-web, model-popular
  An experiment, a store  experiment-home, store-1

Open ${url} in a browser to watch. Faults and settings: tools/emulator/README.md. Ctrl-C ends it.`);
}

function fail(message: string): void {
	console.error(message);
	process.exitCode = 1;
}

void main();
