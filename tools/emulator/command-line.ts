import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { complaint, isSettingsPatch } from './management/schemas';
import type { EmulatorOptions, SettingsPatch } from './settings';
import { messageOf } from './values';

export const usage = `Usage: npm run emulator -- [options]
  --port 8787                 port on 127.0.0.1; 0 takes any free one
  --api-key KEY               key of the project (kainic-demo-key)
  --experiment-api-key KEY    key of the experiments (kainic-demo-experiment-key)
  --project-id ID             project ID (demo-project)
  --failure-status 400        HTTP status of every failure; 200 is the other usual guess
  --max-request-bytes N       larger requests get HTTP 413 (33554432)
  --credit N                  events that may still be collected; 0 means used up
  --store ID                  a store that exists; can be repeated (store-1, store-2)
  --settings FILE             any settings, as JSON (the options above win)
  --stop-with-stdin           end when the standard input ends
  --help
Settings, faults and the management API: see tools/emulator/README.md.`;

export type CommandLine =
	| { type: 'start'; options: EmulatorOptions; stopWithStdin: boolean }
	| { type: 'help' }
	| { type: 'mistake'; message: string };

/** Reads the arguments after the script's name. */
export function readCommandLine(args: string[]): CommandLine {
	try {
		const values = parse(args);
		if (values.help) return { type: 'help' };
		return { type: 'start', options: optionsOf(values), stopWithStdin: values['stop-with-stdin'] };
	} catch (thrown) {
		return { type: 'mistake', message: messageOf(thrown) };
	}
}

type Values = ReturnType<typeof parse>;

function parse(args: string[]) {
	return parseArgs({
		args,
		options: {
			port: { type: 'string', default: '8787' },
			'api-key': { type: 'string' },
			'experiment-api-key': { type: 'string' },
			'project-id': { type: 'string' },
			'failure-status': { type: 'string' },
			'max-request-bytes': { type: 'string' },
			credit: { type: 'string' },
			store: { type: 'string', multiple: true },
			settings: { type: 'string' },
			'stop-with-stdin': { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	}).values;
}

function optionsOf(values: Values): EmulatorOptions {
	const given = {
		port: wholeNumber('port', values.port, 0, 65_535),
		apiKey: values['api-key'],
		experimentApiKey: values['experiment-api-key'],
		projectId: values['project-id'],
		failureStatus: wholeNumber('failure-status', values['failure-status'], 200, 599),
		maxRequestBytes: wholeNumber('max-request-bytes', values['max-request-bytes']),
		credit: wholeNumber('credit', values.credit),
		stores: values.store,
	};
	return {
		...(values.settings === undefined ? {} : readSettings(values.settings)),
		...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
	};
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

function wholeNumber(
	name: string,
	text: string | undefined,
	from = 0,
	to = Number.MAX_SAFE_INTEGER,
): number | undefined {
	if (text === undefined) return undefined;
	const value = Number(text);
	if (text.trim() === '' || !Number.isInteger(value) || value < from || value > to) {
		const range = to === Number.MAX_SAFE_INTEGER ? `of at least ${from}` : `from ${from} to ${to}`;
		throw new Error(`--${name} must be a whole number ${range}, not "${text}"`);
	}
	return value;
}
