import { randomBytes } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { untilInterrupted } from '../n8n/cleanup';
import { runMain, withUsage } from '../n8n/main';
import { codeOf, messageOf, SetupError } from '../n8n/setup-error';
import { readAccount, type Account } from './account';
import { askAll, type Answer } from './ask';
import { questions, requestOf, type Question, type Values } from './questions';

const usage = `Usage: npx tsx tools/ask-kainic/main.ts --base-url https://… [--allow-events] [--yes]

Asks Kainic what is only inferred about its API, by requests that have no effect by its documented rules.
Lists them, waits for a yes unless you give --yes, sends one a second, and writes kainic-answers.md.
--allow-events also sends an event that Kainic may accept, marked as a test. questions.yaml has the requests.

The account, in the environment: KAINIC_API_KEY and KAINIC_PROJECT_ID, and as far as you have them
KAINIC_TRACKER_ID, KAINIC_MODEL_ID, KAINIC_EXPERIMENT_ID with KAINIC_EXPERIMENT_API_KEY.`;

const flag = { type: 'boolean', default: false } as const;
const options = { 'base-url': { type: 'string' }, 'allow-events': flag, yes: flag } as const;

async function main(): Promise<void> {
	const { values: given } = withUsage(usage, () => parseArgs({ options }));
	const account = readAccount(process.env, given['base-url']);
	const madeUp = `ask-kainic-${randomBytes(4).toString('hex')}`;
	const values: Values = { ...account, madeUp };
	const known = { ...account, events: given['allow-events'] ? 'yes' : null };
	const asked = questions.filter(
		({ needs, key }) =>
			needs.every((need) => known[need] !== null) &&
			(key !== 'experiment' || account.keys.experiment !== null),
	);
	console.log(asked.map((question) => shown(question, account, values)).join('\n'));
	if (!given.yes && !(await isAgreed(`Send these to ${account.baseUrl}? [y]es: `)))
		return console.log('Nothing was sent.');
	const report = 'kainic-answers.md';
	open(report, `# ${account.baseUrl}, ${new Date().toISOString()}\n\nMade-up ID: ${madeUp}\n`);
	const write = (text: string): void => {
		console.log(text);
		appendFileSync(report, `${text}\n`);
	};
	const interruption = new AbortController();
	void untilInterrupted().then(() => interruption.abort());
	const course = { signal: interruption.signal, pause: 1_000 };
	const end = await askAll(asked, account, values, course, (question, answer) =>
		write(entryOf(question, answer)),
	);
	if (end !== null) write(`\nThe rest was not sent: ${end}.`);
	const left = questions.filter((question) => !asked.includes(question)).map(({ id }) => id);
	write(`\nNot asked, because the account is not complete: ${left.join(', ') || 'nothing'}.`);
}

async function isAgreed(question: string): Promise<boolean> {
	const lines = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await lines.question(question);
	lines.close();
	return /^y(es)?$/i.test(answer.trim());
}

/** An earlier report stays; if none can be written, nothing is sent. */
function open(file: string, head: string): void {
	try {
		writeFileSync(file, head, { flag: 'wx' });
	} catch (error) {
		if (codeOf(error) === 'EEXIST')
			throw new SetupError(`${file} exists. Move or delete it first.`);
		throw new SetupError(`${file} cannot be written: ${messageOf(error)}`);
	}
}

function shown(question: Question, { baseUrl }: Account, values: Values): string {
	const { id, asks, key = 'project', worstCase } = question;
	const { path, body } = requestOf(question, values);
	const text = typeof body === 'string' ? body : JSON.stringify([...body.keys()]);
	return `${id}: ${asks}\n  POST ${baseUrl}${path} with the key: ${key}\n  ${text}\n  Worst case: ${worstCase}\n`;
}

/** One question, its answer as it came, and how to read it. No character acts in a terminal. */
function entryOf({ id, asks, settles }: Question, { status, text }: Answer): string {
	const line = text.slice(0, 2_000).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
	return `\n## ${id}: ${asks}\n\n    ${status === null ? 'No answer' : `Status ${status}`}: ${line}\n\n${settles}`;
}

runMain(main);
