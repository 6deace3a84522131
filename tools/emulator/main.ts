import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { startEmulator, type Emulator, type SettingsPatch } from '.';
import { settingsPatchOf } from './settings';
import { messageOf } from './values';

const usage = `Usage: npm run emulator -- [options]
  --port 8787         port on 127.0.0.1; 0 takes any free one
  --settings JSON     settings, as JSON or the path of a file, e.g. '{"failureStatus":200}'
  --stop-with-stdin   end when the standard input ends
  --help
Settings, faults and the management API: see tools/emulator/README.md.`;

async function main(): Promise<void> {
	try {
		const { values } = parseArgs({
			options: {
				port: { type: 'string', default: '8787' },
				settings: { type: 'string', default: '{}' },
				'stop-with-stdin': { type: 'boolean', default: false },
				help: { type: 'boolean', default: false },
			},
		});
		if (values.help) return console.log(usage);
		await start(portIn(values.port), settingsIn(values.settings), values['stop-with-stdin']);
	} catch (thrown) {
		fail(`${messageOf(thrown)}\n\n${usage}`);
	}
}

function portIn(text: string): number {
	if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
	throw new Error(`--port must be a whole number from 0 to 65535, not "${text}"`);
}

function settingsIn(given: string): SettingsPatch {
	const isJson = given.trimStart().startsWith('{');
	return settingsPatchOf(JSON.parse(isJson ? given : readFileSync(given, 'utf8')));
}

async function start(port: number, settings: SettingsPatch, stopWithStdin: boolean): Promise<void> {
	try {
		const emulator = await startEmulator({ ...settings, port });
		endWith(emulator, stopWithStdin);
		introduce(emulator);
	} catch (thrown) {
		const inUse = thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE';
		if (!inUse) throw thrown;
		fail(`Port ${port} is in use: choose another with --port, or 0 for any free one.`);
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
