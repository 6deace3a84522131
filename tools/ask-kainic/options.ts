import { parseArgs } from 'node:util';
import type { Fields } from '../../nodes/shared/kainic/api';
import { checkBaseUrl } from '../../nodes/shared/kainic/connection';
import { messageOf, SetupError } from '../n8n/setup-error';

export const usage = `Usage: npx tsx tools/ask-kainic/main.ts --base-url https://… [options]

Asks Kainic what is only inferred about its API, by requests that have no effect by its documented
rules. Lists them, waits for a yes, sends one a second, and writes down each question with its answer.

  --base-url URL       address of the API; required, https (http only for this machine)
  --dry-run            list the requests and send nothing
  --yes                send them without asking
  --allow-events       also send a few events that Kainic may accept, marked as a test
  --event-fields JSON  more fields of these events, e.g. '{"event_name":"view"}'
  --items-as-text      send items as a text where another question is asked
  --form-names JSON    other names of form fields, e.g. '{"store_id":"shop_id"}'
  --report FILE        a new file for the report (kainic-answers.md)
  --help

Variables of the environment; leave out what you do not have:
  KAINIC_API_KEY             key of the project; never an argument
  KAINIC_PROJECT_ID
  KAINIC_TRACKER_ID          for events
  KAINIC_MODEL_ID            for predictions
  KAINIC_EXPERIMENT_ID       for experiments, with
  KAINIC_EXPERIMENT_API_KEY  the key of the experiment
  KAINIC_ORIGIN              if the tracker accepts only one domain, e.g. https://shop.example`;

export type Options = NonNullable<ReturnType<typeof readOptions>>;

/** The account that is asked. What is null is unknown, and questions that need it are not asked. */
export type Account = ReturnType<typeof readAccount>;

/** Reads the arguments; null if only help is wanted. Throws a SetupError that repeats none of them. */
export function readOptions(args: readonly string[]) {
	const values = parsed(args);
	if (values.help === true) return null;
	return {
		baseUrl: baseUrlOf(values['base-url']),
		isDryRun: values['dry-run'] === true,
		isAgreed: values.yes === true,
		allowEvents: values['allow-events'] === true,
		eventFields: objectIn('--event-fields', values['event-fields']),
		itemsAsText: values['items-as-text'] === true,
		formNames: checkNames(objectIn('--form-names', values['form-names'])),
		report: values.report ?? 'kainic-answers.md',
	};
}

function parsed(args: readonly string[]) {
	const flag = { type: 'boolean' } as const;
	const text = { type: 'string' } as const;
	const options = {
		...{ 'base-url': text, report: text, 'dry-run': flag, yes: flag, help: flag },
		...{ 'allow-events': flag, 'event-fields': text },
		...{ 'items-as-text': flag, 'form-names': text },
	};
	try {
		return parseArgs({ args: [...args], options }).values;
	} catch {
		throw new SetupError(
			`The arguments are not as expected. A key belongs in the environment.\n\n${usage}`,
		);
	}
}

function baseUrlOf(text?: string): string {
	try {
		return checkBaseUrl(text, '--base-url');
	} catch (error) {
		throw new SetupError(messageOf(error));
	}
}

function objectIn(option: string, text = '{}'): Fields {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
	} catch {
		// The message below says it.
	}
	throw new SetupError(`${option} is not a JSON object.`);
}

/** A name is a part of a header. */
function checkNames(names: Fields): Fields {
	if (Object.values(names).every((name) => /^[\w.$[\]-]{1,60}$/.test(String(name)))) return names;
	throw new SetupError('--form-names holds something that is not a name.');
}

/** Reads the account from the environment. Throws a SetupError that repeats no value. */
export function readAccount(env: NodeJS.ProcessEnv, args: readonly string[]) {
	refuseTracing(env);
	const given = (name: string) => env[name]?.trim() || null;
	const project = given('KAINIC_API_KEY');
	const projectId = given('KAINIC_PROJECT_ID');
	if (project === null) throw new SetupError('There is no API key: set KAINIC_API_KEY.');
	if (projectId === null) throw new SetupError('There is no project ID: set KAINIC_PROJECT_ID.');
	const keys = { project, experiment: given('KAINIC_EXPERIMENT_API_KEY') };
	const ids = {
		projectId,
		trackerId: given('KAINIC_TRACKER_ID'),
		modelId: given('KAINIC_MODEL_ID'),
		experimentId: given('KAINIC_EXPERIMENT_ID'),
		origin: given('KAINIC_ORIGIN'),
	};
	checkKeys(Object.values(keys), [...args, ...Object.values(ids).flatMap((id) => id ?? [])]);
	// Dots alone would name another address.
	if (/^\.\.?$/.test(projectId) || /^\.\.?$/.test(ids.trackerId ?? '')) {
		throw new SetupError('The project ID or tracker ID cannot be part of an address.');
	}
	const { origin } = ids;
	if (origin !== null && !(URL.canParse(origin) && new URL(origin).origin === origin)) {
		throw new SetupError('KAINIC_ORIGIN is not an origin such as https://shop.example.');
	}
	return { keys, ...ids };
}

/** Node.js would print the key, or send it to whoever answers. */
function refuseTracing(env: NodeJS.ProcessEnv): void {
	if (env['NODE_DEBUG']) throw new SetupError('NODE_DEBUG is set: it prints the key. Unset it.');
	if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
		throw new SetupError('NODE_TLS_REJECT_UNAUTHORIZED is 0: any host could read the key.');
	}
}

function checkKeys(keys: ReadonlyArray<string | null>, others: readonly string[]): void {
	for (const key of keys.flatMap((each) => each ?? [])) {
		// A shorter one is in many texts by chance.
		if (key.length < 8) throw new SetupError('An API key has to have at least 8 characters.');
		if (others.some((text) => text.includes(key) || text.includes(encodeURIComponent(key)))) {
			throw new SetupError('An argument or an ID holds an API key.');
		}
	}
}
