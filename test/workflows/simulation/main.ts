import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { runMain, withUsage } from '../../../tools/n8n';
import { brokenPromises, histories, scaled } from './histories';
import { UnknownError } from './expressions';
import { safeguards } from './safeguards';
import { kinds, type Kind } from './shops';

const usage = `Usage: npm test -- histories [woocommerce|shopify|posted]… [options]

Plays histories of shops with the workflows in examples/src/, and shortens the first one that breaks a promise.

  --count <number>  how many of each kind (default: 2000)
  --seed <number>   the same histories again (default: FC_SEED, or always the same)
  --without <text>  takes each safeguard whose name has the text out of the workflows: some history must be wrong`;

async function main(): Promise<number> {
	const { kinds: chosen, count, seed, without } = withUsage(usage, readOptions);
	const search = { numRuns: count, seed };
	let failures = 0;
	if (without === undefined) {
		for (const kind of chosen) if (!(await areKept(kind, search))) failures += 1;
		console.log(`  ${chosen.length - failures} passed\n  ${failures} failed`);
		return failures;
	}
	const names = Object.keys(safeguards).filter((each) => each.includes(without));
	if (names.length === 0) throw new TypeError(`There is no safeguard "${without}".`);
	for (const name of names) if (!(await isMissed(name, chosen, search))) failures += 1;
	return failures;
}

function readOptions() {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			count: { type: 'string', default: '2000' },
			seed: { type: 'string', default: process.env['FC_SEED'] ?? '20261128' },
			without: { type: 'string' },
		},
	});
	const known = Object.keys(kinds).filter((kind): kind is Kind => kind in kinds);
	const other = positionals.find((name) => !(name in kinds));
	if (other !== undefined) throw new TypeError(`There is no kind ${other}.`);
	const chosen = known.filter((kind) => positionals.length === 0 || positionals.includes(kind));
	const [count, seed] = [Number(values.count), Number(values.seed)];
	if (!(count > 0) || Number.isNaN(seed)) throw new TypeError('A count and a seed are numbers.');
	return { kinds: chosen, count, seed, without: values.without };
}

type Search = { readonly numRuns: number; readonly seed: number; readonly endOnFailure?: boolean };

/** Whether all histories keep all promises. */
async function areKept(kind: Kind, search: Search): Promise<boolean> {
	const before = process.cpuUsage();
	const { details, seconds } = await play(kind, undefined, search);
	const { user, system } = process.cpuUsage(before);
	const times = `${seconds.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of a processor)`;
	console.log(`${details.numRuns} histories of a ${kind} shop in ${times}, seed ${search.seed}`);
	if (details.failed) console.log(fc.defaultReportMessage(details));
	return !details.failed;
}

/** Whether some history of each kind of shop that has the safeguard is wrong without it. */
async function isMissed(name: string, chosen: readonly Kind[], search: Search): Promise<boolean> {
	let [isTried, isMissedByAll] = [false, true];
	for (const kind of chosen) {
		const { details, seconds, isOther } = await play(kind, name, { ...search, endOnFailure: true });
		if (!isOther) continue;
		if (details.errorInstance instanceof UnknownError) throw details.errorInstance;
		isTried = true;
		const { message } = Object(details.errorInstance);
		const how = details.failed
			? `history ${details.numRuns} is wrong: ${String(message).split('\n')[0]}`
			: `${details.numRuns} histories are right`;
		console.log(`without ${name}, ${kind}, ${seconds.toFixed(1)} s, seed ${search.seed}: ${how}`);
		isMissedByAll &&= details.failed;
	}
	if (!isTried && chosen.length === Object.keys(kinds).length)
		throw new TypeError(`No workflow has the safeguard "${name}".`);
	return isMissedByAll;
}

async function play(kind: Kind, without: string | undefined, search: Search) {
	let isOther = without === undefined;
	const workflows = scaled(kind, (file) => {
		const changed = safeguards[without ?? '']?.(file) ?? file;
		isOther ||= changed !== file;
		return changed;
	});
	const property = fc.asyncProperty(histories(kind), async (history) => {
		const broken = await brokenPromises(workflows, history);
		if (broken.length > 0) throw new Error(broken.join('\n'));
	});
	const start = performance.now();
	const details = await fc.check(property, {
		...{ ...search, numRuns: isOther ? search.numRuns : 0 },
		includeErrorInReport: true,
	});
	return { details, isOther, seconds: (performance.now() - start) / 1_000 };
}

runMain(main);
