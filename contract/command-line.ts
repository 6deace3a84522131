import { parseArgs } from 'node:util';
import { InputError } from '../nodes/shared/failure';
import { checkBaseUrl } from '../nodes/shared/kainic/connection';
import { messageOf } from '../harness/setup-error';

export const usage = `Usage: npm run contract -- --base-url https://… [options]

Asks Kainic what is only inferred about its API, by requests that have no effect by its documented
rules. Shows each one before it is sent, waits for a yes, and writes a report.

  --base-url URL    address of the API; required, https (http for this machine alone)
  --dry-run         show the requests and send nothing
  --yes             send all of them without asking
  --allow-events    also send a few events that Kainic may accept, marked as a test
  --limits          also send events without required fields of 1 MB to 34 MB
  --with-ids        the report may hold the IDs of your account (never a key)
  --report FOLDER   where contract-report.json and contract-report.md go (the current folder)
  --help

What is not in the environment is asked for. Leave out what you do not have:
  KAINIC_API_KEY             key of the project; never an argument
  KAINIC_PROJECT_ID
  KAINIC_TRACKER_ID          for events
  KAINIC_MODEL_ID            for predictions
  KAINIC_EXPERIMENT_ID       for experiments, with
  KAINIC_EXPERIMENT_API_KEY  the key of the experiment
  KAINIC_STORE_ID            for a form without a file
  KAINIC_ORIGIN              if the tracker accepts one domain only, e.g. https://shop.example`;

export interface Options {
	readonly baseUrl: string;
	readonly dryRun: boolean;
	readonly yes: boolean;
	readonly allowEvents: boolean;
	readonly limits: boolean;
	readonly withIds: boolean;
	readonly folder: string;
}

export type CommandLine =
	| { readonly kind: 'run'; readonly options: Options }
	| { readonly kind: 'help' }
	| { readonly kind: 'mistake'; readonly message: string };

/** Reads the arguments. Its messages repeat none of them: one of them may be a key. */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): CommandLine {
	if (args.some((argument) => /^-+[\w-]*(key|token|secret|password)/i.test(argument))) {
		return mistake(
			'A key is no argument: others can see the arguments of a program. Put it into the environment (KAINIC_API_KEY), or enter it when you are asked.',
		);
	}
	if (keysIn(env).some((key) => args.some((argument) => holds(argument, key)))) {
		return mistake('An argument holds an API key. Leave it out: the environment is enough.');
	}
	try {
		return read(args);
	} catch (error) {
		return mistake(error instanceof InputError ? error.message : mistakeIn(error));
	}
}

function mistake(message: string): CommandLine {
	return { kind: 'mistake', message };
}

function mistakeIn(error: unknown): string {
	const named = /^(?:Unknown option|Option) '(--?[a-z-]{1,20})(?=['\s])/.exec(
		messageOf(error),
	)?.[1];
	return named === undefined
		? 'The arguments are not as expected.'
		: `The option ${named} is unknown, or its value is missing.`;
}

function read(args: readonly string[]): CommandLine {
	const { values } = parseArgs({
		args: [...args],
		options: {
			'base-url': { type: 'string' },
			report: { type: 'string', default: '.' },
			'dry-run': { type: 'boolean', default: false },
			yes: { type: 'boolean', default: false },
			'allow-events': { type: 'boolean', default: false },
			limits: { type: 'boolean', default: false },
			'with-ids': { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help === true) return { kind: 'help' };
	if (values['base-url'] === undefined) return mistake('--base-url is missing.');
	return {
		kind: 'run',
		options: {
			baseUrl: baseUrlOf(values['base-url']),
			dryRun: values['dry-run'] === true,
			yes: values.yes === true,
			allowEvents: values['allow-events'] === true,
			limits: values.limits === true,
			withIds: values['with-ids'] === true,
			folder: values.report ?? '.',
		},
	};
}

function baseUrlOf(text: string): string {
	try {
		return checkBaseUrl(text);
	} catch (error) {
		throw new InputError(messageOf(error).replace(' in the credential', ''));
	}
}

export const keyVariables = ['KAINIC_API_KEY', 'KAINIC_EXPERIMENT_API_KEY'] as const;

function keysIn(env: NodeJS.ProcessEnv): string[] {
	return keyVariables.flatMap((name) => env[name]?.trim() || []);
}

/** Whether a text holds a key; a very short one is in many texts by chance. */
export function holds(text: string, key: string): boolean {
	if (key.length < 4) return text === key;
	return text.includes(key) || text.includes(encodeURIComponent(key));
}
