import { copied, pathId } from '../nodes/shared/values';
import { SetupError, messageOf } from '../harness/setup-error';
import { holds } from './command-line';
import type { Account } from './core/model';
import type { Keys } from './send';
import type { Terminal } from './terminal';

/** What a run is made with: the account that is asked, and its keys. */
export interface Access {
	readonly account: Account;
	readonly keys: Keys;
}

/** Reads the account from the environment, and asks for what is missing there. */
export async function readAccess(
	env: NodeJS.ProcessEnv,
	terminal: Terminal,
	mayAsk: boolean,
): Promise<Access> {
	const ask = async (name: string, question: string): Promise<string | null> => {
		const given = env[name]?.trim();
		if (given) return given;
		return mayAsk && terminal.isInteractive ? (await terminal.ask(question)) || null : null;
	};
	const project = await readKey(env, terminal, 'KAINIC_API_KEY', 'API key of the project');
	if (project === null) throw new SetupError('There is no API key: set KAINIC_API_KEY.');
	const projectId = await ask('KAINIC_PROJECT_ID', 'Project ID: ');
	if (projectId === null) throw new SetupError('There is no project ID: set KAINIC_PROJECT_ID.');
	const optional = ' (Enter to leave out)';
	const trackerId = await ask('KAINIC_TRACKER_ID', `Tracker ID${optional}: `);
	const modelId = await ask('KAINIC_MODEL_ID', `Model ID${optional}: `);
	const storeId = await ask('KAINIC_STORE_ID', `Store ID${optional}: `);
	const experimentId = await ask('KAINIC_EXPERIMENT_ID', `Experiment ID${optional}: `);
	const experiment =
		experimentId === null
			? null
			: await readKey(env, terminal, 'KAINIC_EXPERIMENT_API_KEY', 'API key of the experiment');
	const origin = env['KAINIC_ORIGIN']?.trim() || null;
	const account = { projectId, trackerId, modelId, storeId, experimentId, origin };
	const keys = { project, experiment };
	checkIds(account, keys);
	return { account, keys };
}

async function readKey(
	env: NodeJS.ProcessEnv,
	terminal: Terminal,
	name: string,
	label: string,
): Promise<string | null> {
	const given = env[name]?.trim();
	const key =
		given ||
		(terminal.isInteractive ? await terminal.askHidden(`${label} (it is not shown): `) : null);
	if (!key) return null;
	if (/[\p{Cc}\s]/u.test(key)) throw new SetupError(`The ${label} holds white space.`);
	return key;
}

/** Messages repeat no value: it may be a key in the wrong place. */
function checkIds(account: Account, { project, experiment }: Keys): void {
	const ids = [
		['project ID', account.projectId],
		['tracker ID', account.trackerId],
		['model ID', account.modelId],
		['store ID', account.storeId],
		['experiment ID', account.experimentId],
		['origin', account.origin],
	] as const;
	for (const [label, id] of ids) {
		if (id === null) continue;
		if (holds(id, project) || (experiment !== null && holds(id, experiment))) {
			throw new SetupError(`The ${label} holds an API key.`);
		}
		if (/\p{Cc}/u.test(id)) throw new SetupError(`The ${label} holds a line break.`);
		if (label === 'origin') checkOrigin(id);
		else checkId(id, label);
	}
}

function checkId(id: string, label: string): void {
	try {
		copied(id, label);
		pathId(id, label);
	} catch (error) {
		throw new SetupError(`The ${messageOf(error)}`);
	}
}

function checkOrigin(origin: string): void {
	if (URL.canParse(origin) && new URL(origin).origin === origin) return;
	throw new SetupError('The origin is not one, e.g. https://shop.example.');
}
