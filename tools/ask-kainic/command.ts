import { randomBytes } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { SetupError } from '../n8n/setup-error';
import { readAccount, readOptions, usage, type Account, type Options } from './options';
import { questions, requestOf, type Need, type Question, type Values } from './questions';
import { askAll, type Answer, type Course } from './send';

/** The process that the command runs in. */
export interface Surroundings extends Course {
	readonly args: readonly string[];
	readonly env: NodeJS.ProcessEnv;
	readonly print: (text: string) => void;
	/** The answer of a person; empty at the end of the input. */
	readonly ask: (question: string) => Promise<string>;
}

/** Runs the command. Throws a SetupError, before anything is sent, if something is missing. */
export async function askKainic(surroundings: Surroundings): Promise<void> {
	const { args, env, print, ask } = surroundings;
	const options = readOptions(args);
	if (options === null) return print(usage);
	const shown = { ...names, ...options, items: itemsOf(options, names.madeUp) };
	if (options.isDryRun) {
		return print(`${listOf(questions, options.baseUrl, shown)}\nNothing was sent.`);
	}
	const account = readAccount(env, args);
	const missing = needsWithout(options, account);
	const asked = questions.filter(({ needs }) => !needs.some((need) => missing.includes(need)));
	if (!options.isAgreed) {
		print(listOf(asked, options.baseUrl, shown));
		const answer = await ask(`Send these to ${options.baseUrl}, one a second? [y]es: `);
		if (!/^y(es)?$/i.test(answer.trim())) return print('Nothing was sent.');
	}
	await askThese(asked, surroundings, options, account);
}

async function askThese(
	asked: readonly Question[],
	{ print, ...course }: Surroundings,
	options: Options,
	account: Account,
): Promise<void> {
	const madeUp = `ask-kainic-${randomBytes(4).toString('hex')}`;
	const { projectId, trackerId, modelId, experimentId } = account;
	const values: Values = {
		...options,
		projectId,
		madeUp,
		items: itemsOf(options, madeUp),
		trackerId: trackerId ?? madeUp,
		modelId: modelId ?? madeUp,
		experimentId: experimentId ?? madeUp,
	};
	const date = new Date().toISOString();
	openReport(options.report, `# ${options.baseUrl}, ${date}\n\nMade-up ID: ${madeUp}\n`);
	const write = (text: string): void => {
		print(text);
		appendFileSync(options.report, `${text}\n`);
	};
	const target = { baseUrl: options.baseUrl, account, values };
	const end = await askAll(asked, target, course, (question, answer) =>
		write(entryOf(question, answer)),
	);
	if (end !== null) write(`\nThe rest was not sent: ${end}.`);
	const left = questions
		.filter((question) => !asked.includes(question))
		.map(({ id, needs }) => `${id} (needs: ${needs.join(', ')})`);
	if (left.length > 0) write(`\nNot asked: ${left.join('; ')}.`);
	print(`\nThe report: ${options.report}. It may hold IDs and products of the account.`);
}

function itemsOf({ itemsAsText }: Options, item: string): unknown {
	return itemsAsText ? item : [item];
}

/** An earlier report stays; if none can be written, nothing is sent. */
function openReport(file: string, head: string): void {
	try {
		writeFileSync(file, head, { flag: 'wx' });
	} catch {
		throw new SetupError('The file of --report is there already, or cannot be written.');
	}
}

/** What the account or the options do not give. */
function needsWithout({ allowEvents }: Options, account: Account): Need[] {
	const given: Readonly<Record<Need, boolean>> = {
		model: account.modelId !== null,
		tracker: account.trackerId !== null,
		experiment: account.experimentId !== null && account.keys.experiment !== null,
		events: allowEvents,
	};
	return (['model', 'tracker', 'experiment', 'events'] as const).filter((need) => !given[need]);
}

/** One question, its answer as it came, and how to read it. */
function entryOf({ id, asks, settles }: Question, { status, text }: Answer): string {
	const came = status === null ? `No answer: ${text}` : `Status ${status}: ${printable(text)}`;
	return `\n## ${id}: ${asks}\n\n    ${came}\n\n${settles}`;
}

const maxShown = 2_000;

/** In one line, without characters that could act in a terminal or turn the direction of a text. */
function printable(text: string): string {
	const line = text.slice(0, maxShown).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
	return text.length > maxShown ? `${line}… (${text.length} characters)` : line;
}

/** Names instead of all IDs, for the list of requests. */
const names = {
	projectId: 'PROJECT_ID',
	trackerId: 'TRACKER_ID',
	modelId: 'MODEL_ID',
	experimentId: 'EXPERIMENT_ID',
	madeUp: 'MADE_UP',
} as const;

/** All requests with what they can do, as they are shown before any is sent. */
function listOf(list: readonly Question[], baseUrl: string, values: Values): string {
	const shown = list.map((question) => {
		const { id, asks, key = 'project', needs, worstCase } = question;
		const { path, body } = requestOf(question, values);
		return [
			`${id}: ${asks}`,
			...(needs.length === 0 ? [] : [`  Needs: ${needs.join(', ')}`]),
			`  POST ${baseUrl}${path} with the key: ${key}`,
			`  ${body.trimEnd().replace(/\r\n/g, '\n  ')}`,
			`  Worst case: ${worstCase}\n`,
		];
	});
	return shown.flat().join('\n');
}
