import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { startEmulator, valuesToEnter } from '.';
import { untilInterrupted } from '../n8n/cleanup';
import { runMain, withUsage } from '../n8n/main';
import { freePort } from '../n8n/ports';
import { SetupError } from '../n8n/setup-error';
import { settingsPatchOf } from './settings';

const usage = `Usage: npx tsx tools/emulator/main.ts [options]
  --port 8787         port on 127.0.0.1; 0 takes any free one
  --settings JSON     settings, as JSON or the path of a file, e.g. '{"failureStatus":200}'
  --help
Settings, faults and the management API: see tools/emulator/README.md.`;

async function main(): Promise<void> {
	const interrupted = untilInterrupted();
	const options = withUsage(usage, readOptions);
	const { port } = options;
	if (port !== 0 && (await freePort(port)) !== port)
		throw new SetupError(
			`Port ${port} is in use: choose another with --port, or 0 for any free one.`,
		);
	const emulator = await startEmulator(options);
	console.log(`Kainic emulator: ${emulator.url}\n\n${valuesToEnter(emulator)}

Open ${emulator.url} in a browser to watch. Faults and settings: tools/emulator/README.md. Ctrl-C ends it.`);
	await interrupted;
	process.exit();
}

function readOptions() {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '8787' },
			settings: { type: 'string', default: '{}' },
		},
	});
	return { ...settingsIn(values.settings), port: portIn(values.port) };
}

function portIn(text: string): number {
	if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
	throw new Error(`--port must be a whole number from 0 to 65535, not "${text}"`);
}

function settingsIn(given: string) {
	const isJson = given.trimStart().startsWith('{');
	return settingsPatchOf(JSON.parse(isJson ? given : readFileSync(given, 'utf8')));
}

runMain(main);
