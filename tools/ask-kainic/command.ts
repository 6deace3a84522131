import { randomBytes } from 'node:crypto';
import { openSync, writeFileSync } from 'node:fs';
import { SetupError } from '../n8n/setup-error';
import { readAccount, readOptions, usage, type Account, type Options } from './options';
import { sentValues } from './probe';
import { probes } from './probes';
import { listOf, reportOf, showReport } from './report';
import { run, type Given, type Surroundings as Course } from './run';
import { fitFor } from './words';

/** The process that the command runs in. */
export interface Surroundings extends Course {
	readonly args: readonly string[];
	readonly env: NodeJS.ProcessEnv;
	/** The answer of a person; empty at the end of the input. */
	readonly ask: (question: string) => Promise<string>;
}

/** Runs the command. Throws a SetupError, before anything is sent, if something is missing. */
export async function contract(surroundings: Surroundings): Promise<void> {
	const { args, env, print, ask } = surroundings;
	const options = readOptions(args);
	if (options === null) return print(usage);
	if (options.isDryRun) return print(`${listOf(probes, options.baseUrl)}\nNothing was sent.`);
	const account = readAccount(env, args);
	if (!options.isAgreed) {
		const given = givenBy(options, account);
		const list = probes.filter(({ needs }) => needs.every((need) => given[need] === null));
		print(listOf(list, options.baseUrl));
		const answer = await ask(`Send these to ${options.baseUrl}, one a second? [y]es: `);
		if (!/^y(es)?$/i.test(answer.trim())) return print('Nothing was sent.');
	}
	await check(surroundings, options, account);
}

async function check(
	{ print, signal, pause }: Surroundings,
	options: Options,
	account: Account,
): Promise<void> {
	const madeUp = `contract-check-${randomBytes(4).toString('hex')}`;
	const values = sentValues(account, madeUp);
	const target = {
		...{ baseUrl: options.baseUrl, account, values },
		fit: fitFor(account.keys),
	};
	const file = openReport(options.report);
	print(`Asking ${options.baseUrl}. The visitor, and all else that is made up, is ${madeUp}.`);
	const known = await run(target, givenBy(options, account), { print, signal, pause });
	const report = { date: new Date().toISOString(), ...reportOf(known) };
	print(showReport(report));
	writeFileSync(file, `${JSON.stringify(report, null, '\t')}\n`);
	print(`The report: ${options.report}`);
}

/** An earlier report stays; if none can be written, nothing is sent. */
function openReport(file: string): number {
	try {
		return openSync(file, 'wx');
	} catch {
		throw new SetupError('The file of --report is there already, or cannot be written.');
	}
}

function givenBy({ allowEvents }: Options, account: Account): Given {
	const { modelId, trackerId, experimentId, keys } = account;
	const hasExperiment = experimentId !== null && keys.experiment !== null;
	return {
		model: modelId === null ? 'no model was given' : null,
		tracker: trackerId === null ? 'no tracker was given' : null,
		experiment: hasExperiment ? null : 'no experiment, or no key of it, was given',
		events: allowEvents ? null : 'it needs --allow-events',
	};
}
