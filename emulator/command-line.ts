import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { complaint, isSettingsPatch } from './management/schemas';
import type { EmulatorOptions, SettingsPatch } from './settings';
import { messageOf } from './values';

export const usage = `Usage: npm run emulator -- [options]
  --port 8787       port on 127.0.0.1; 0 takes any free one
  --settings FILE   settings as JSON, e.g. { "credit": 1000, "failureStatus": 200 }
  --help
Settings, faults and the management API: see emulator/README.md.`;

export type CommandLine =
	| { type: 'start'; options: EmulatorOptions }
	| { type: 'help' }
	| { type: 'mistake'; message: string };

/** Reads the arguments after the script's name. */
export function readCommandLine(args: string[]): CommandLine {
	try {
		const { values } = parseArgs({
			args,
			options: {
				port: { type: 'string', default: '8787' },
				settings: { type: 'string' },
				help: { type: 'boolean', default: false },
			},
		});
		if (values.help) return { type: 'help' };
		const settings = values.settings === undefined ? {} : readSettings(values.settings);
		return { type: 'start', options: { ...settings, port: portOf(values.port) } };
	} catch (thrown) {
		return { type: 'mistake', message: messageOf(thrown) };
	}
}

function readSettings(path: string): SettingsPatch {
	let settings: unknown;
	try {
		settings = JSON.parse(readFileSync(path, 'utf8'));
	} catch (thrown) {
		throw new Error(`The settings in ${path} cannot be read: ${messageOf(thrown)}`);
	}
	if (isSettingsPatch(settings)) return settings;
	throw new Error(`The settings in ${path}: ${complaint(isSettingsPatch)}`);
}

function portOf(text: string): number {
	if (/^\d+$/.test(text) && Number(text) <= 65_535) return Number(text);
	throw new Error(`--port must be a whole number from 0 to 65535, not "${text}"`);
}
