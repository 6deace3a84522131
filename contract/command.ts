import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { readContractDocument } from '../emulator/contract/document';
import { SetupError } from '../harness/setup-error';
import { readAccess, type Access } from './account';
import { holds, readCommandLine, usage, type Options } from './command-line';
import type { Check, EndReason, Entry, Probe } from './core/model';
import { reportOf } from './core/report';
import { namedValues, sentValues } from './core/values';
import { prepareFiles, withoutKeys, type ReportFiles } from './files';
import { run, type Ran } from './run';
import { send, type Target } from './send';
import { showAnswer, showList, showProbe, showReport } from './show';
import type { Terminal } from './terminal';

/** The process that the command runs in. */
export interface Surroundings {
	readonly args: readonly string[];
	readonly env: NodeJS.ProcessEnv;
	readonly terminal: Terminal;
	/** Ends the run. */
	readonly signal: AbortSignal;
	/** Waits between requests; a test need not. */
	readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** Runs the command. Fails with a SetupError, before anything is sent, if something is missing. */
export async function contract(surroundings: Surroundings): Promise<void> {
	const { args, env, terminal } = surroundings;
	const commandLine = readCommandLine(args, env);
	if (commandLine.kind === 'help') return terminal.print(usage);
	if (commandLine.kind === 'mistake') {
		throw new SetupError(`${commandLine.message}\n\n${usage}`);
	}
	const { options } = commandLine;
	refuseUnverified(env);
	refuseTracing(env);
	if (options.dryRun) return dryRun(options, terminal);
	const access = await readAccess(env, terminal, !options.yes);
	// A key that was entered by hand was not known when the arguments were read.
	const keys = [access.keys.project, access.keys.experiment ?? access.keys.project];
	if (keys.some((key) => args.some((argument) => holds(argument, key)))) {
		throw new SetupError('An argument holds an API key. Leave it out.');
	}
	await askKainic(surroundings, options, access);
}

/** Without a check of certificates, anybody on the way can read the key. */
function refuseUnverified(env: NodeJS.ProcessEnv): void {
	if (env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return;
	throw new SetupError(
		'NODE_TLS_REJECT_UNAUTHORIZED is 0: the key would go to an unverified host. Unset it.',
	);
}

/** Node.js would write the address of each request to the terminal, and the key with it. */
function refuseTracing(env: NodeJS.ProcessEnv): void {
	if (!env['NODE_DEBUG']) return;
	throw new SetupError('NODE_DEBUG is set: the key would be in the output of Node.js. Unset it.');
}

function dryRun({ baseUrl, allowEvents, limits }: Options, terminal: Terminal): void {
	const check: Check = {
		account: { ...namedValues, origin: null },
		mark: 'mark',
		hasExperimentKey: true,
		withIds: false,
		batchArrived: null,
		...{ allowEvents, limits, refusedKey: readContractDocument().refusedKey },
	};
	terminal.print(showList(check, baseUrl, namedValues));
}

async function askKainic(
	{ terminal, signal, sleep }: Surroundings,
	options: Options,
	{ account, keys }: Access,
): Promise<void> {
	const check: Check = {
		account,
		mark: randomBytes(4).toString('hex'),
		hasExperimentKey: keys.experiment !== null,
		allowEvents: options.allowEvents,
		limits: options.limits,
		withIds: options.withIds,
		refusedKey: readContractDocument().refusedKey,
		batchArrived: null,
	};
	const files = filesFor(options, { account, keys });
	const values = sentValues(check);
	const target = { baseUrl: options.baseUrl, keys, values, origin: account.origin };
	const print = (text: string) => terminal.print(withoutKeys(text, keys));
	print(
		`Asking ${options.baseUrl}. Made-up IDs of this run begin with contract-check-${check.mark}.`,
	);
	const ran = await ask(check, options, target, files, print, {
		terminal,
		signal,
		sleep: sleep ?? ((milliseconds) => interruptibleWait(milliseconds, signal)),
	});
	const settled = signal.aborted || options.yes ? check : await askForBatch(check, ran, terminal);
	const report = reportOf(settled, ran.entries, ran.end);
	print(showReport(report));
	save(files, () => files.write(report), print);
	print(`The report: ${files.json} and ${files.markdown}`);
}

function filesFor({ folder }: Options, { keys }: Access): ReportFiles {
	try {
		return prepareFiles(folder, keys, new Date());
	} catch {
		throw new SetupError(`The report cannot be written to the folder of --report.`);
	}
}

/** A full disk must not lose what was found out: it is on the terminal as well. */
function save(files: ReportFiles, write: () => void, print: (text: string) => void): void {
	try {
		write();
	} catch {
		print(`The report could not be written to ${files.json}: what is above is all there is.`);
	}
}

async function ask(
	check: Check,
	options: Options,
	target: Target,
	files: ReportFiles,
	print: (text: string) => void,
	{ terminal, signal, sleep }: Required<Pick<Surroundings, 'terminal' | 'signal' | 'sleep'>>,
): Promise<Ran> {
	let sendAll = options.yes;
	const confirm = async (probe: Probe) => {
		print(`\n${showProbe(probe, target.baseUrl, target.values)}`);
		if (sendAll) return 'send';
		const answer = await untilAborted(
			terminal.ask('  Send it? [y]es, [a]ll that follow, [s]kip, [q]uit: '),
			signal,
		);
		sendAll = /^a(ll)?$/i.test(answer ?? '');
		if (sendAll || /^y(es)?$/i.test(answer ?? '')) return 'send';
		return /^s(kip)?$/i.test(answer ?? '') ? 'skip' : 'stop';
	};
	const keep = (entries: readonly Entry[], end: EndReason) =>
		save(files, () => files.write(reportOf(check, entries, end)), print);
	return await run(check, {
		signal,
		confirm,
		sleep,
		send: async (probe) => await send(target, probe, signal),
		changed: (entries, retryIn) => {
			if (retryIn === null) {
				print(showAnswer(check, entries));
				keep(entries, 'interrupted');
			} else {
				print(`  No usable answer; again in ${(retryIn / 1000).toFixed(1)} s.`);
			}
		},
		now: () => Date.now(),
		random: () => Math.random(),
	});
}

/** The answer to a mixed batch does not show what was collected; a person can look. */
async function askForBatch(check: Check, ran: Ran, terminal: Terminal): Promise<Check> {
	if (!ran.entries.some(({ probe }) => probe === 'events.batch')) return check;
	const visitor = `${sentValues(check).visitor}-in-batch`;
	const answer = await terminal.ask(
		`\nLook for the visitor ${visitor} in the Kainic Console. Did its event arrive? [y]es, [n]o, Enter if you cannot tell: `,
	);
	if (/^y(es)?$/i.test(answer ?? '')) return { ...check, batchArrived: true };
	return /^no?$/i.test(answer ?? '') ? { ...check, batchArrived: false } : check;
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
	if (signal.aborted) return null;
	return await new Promise((resolve, reject) => {
		const stop = () => resolve(null);
		signal.addEventListener('abort', stop, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
	});
}

async function interruptibleWait(milliseconds: number, signal: AbortSignal): Promise<void> {
	await wait(milliseconds, undefined, { signal }).catch(() => undefined);
}
