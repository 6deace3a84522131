import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { runMain, withUsage } from '../../../tools/n8n';
import { brokenPromises, histories, scaled } from './histories';
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
	for (const name of Object.keys(safeguards).filter((each) => each.includes(without)))
		if (!(await isMissed(name, chosen, search))) failures += 1;
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

/** Whether some history of some kind of shop is wrong without the safeguard. */
async function isMissed(name: string, chosen: readonly Kind[], search: Search): Promise<boolean> {
	for (const kind of chosen) {
		const { details, seconds } = await play(kind, name, { ...search, endOnFailure: true });
		const how = details.failed
			? `history ${details.numRuns} is wrong: ${String(Object(details.errorInstance).message)}`
			: `${details.numRuns} histories are right`;
		console.log(`without ${name}, ${kind}, ${seconds.toFixed(1)} s, seed ${search.seed}: ${how}`);
		if (details.failed) return true;
	}
	return false;
}

async function play(kind: Kind, without: string | undefined, search: Search) {
	const workflows = scaled(kind, (file) => safeguards[without ?? '']?.(file) ?? file);
	const property = fc.asyncProperty(histories(kind), async (history) => {
		const broken = await brokenPromises(workflows, history);
		if (broken.length > 0) throw new Error(broken.join('\n'));
	});
	const start = performance.now();
	const details = await fc.check(property, search);
	return { details, seconds: (performance.now() - start) / 1_000 };
}

runMain(main);
