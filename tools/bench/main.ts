import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
	type Installation,
	installN8n,
	packThisPackage,
	printReport,
	repositoryRoot,
	runMain,
	withUsage,
} from '../n8n';
import { runCommand } from '../n8n/command';
import { comparedWorks, packFormer } from './against';
import { withBlock } from '../scripts/generate/table';
import { tableOf, tables } from './document';
import { type Result, measure } from './measure';
import { packBenchNodes } from './node-package';
import { figureRows, goalRows, goalsOf, isMet } from './report';
import { partNames, works } from './works';

const usage = `Usage: npm run bench -- [options]

  --rounds <number>    how often each contender has its turns (default: 3)
  --only <part>        one of ${partNames.join(', ')}; may be given several times.
                       A whole table of docs/performance.md that was measured is
                       written there.
  --against <tarball>  compares this package with a former one, in turns in one n8n, and nothing else.

Ends with 1 if a goal is missed. With --against, the goal is 1.05 times the former time.`;

async function main(): Promise<void> {
	const { rounds, only, against } = readOptions();
	const [load = 0] = loadavg();
	const installation = await installN8n(printReport);
	printReport('Building and packing this package …');
	const packed = [await packThisPackage(), await packBenchNodes()];
	if (against !== null) packed.push(await packFormer(against));
	const packages = packed.map(({ tarball }) => tarball);
	const bench = { setting: { installation, packages }, rounds, report: printReport };
	const chosen = (against === null ? works : comparedWorks).filter(({ part }) =>
		only.includes(part),
	);
	const results = await measure(chosen, bench);
	const goals = goalsOf(results);
	console.table(figureRows(results));
	console.table(goalRows(goals));
	if (!goals.every(isMet)) process.exitCode = 1;
	if (against === null) await writeDocument(results, { rounds, load }, installation);
	for (const { remove } of packed) remove();
}

async function writeDocument(
	results: readonly Result[],
	run: { readonly rounds: number; readonly load: number },
	{ nodeBinary, version }: Installation,
): Promise<void> {
	const { stdout } = await runCommand(nodeBinary, ['--version'], { cwd: tmpdir() });
	const circumstances = {
		taken: new Date().toISOString(),
		...run,
		cores: cpus().length,
		n8n: version,
		node: stdout.trim(),
	};
	const document = join(repositoryRoot, 'docs/performance.md');
	for (const name of ['at a distance', 'on one machine'] as const) {
		const isMeasured = tables[name].every((work) => results.some((each) => each.work === work));
		if (!isMeasured) continue;
		const table = tableOf(name, results, circumstances);
		const text = readFileSync(document, 'utf8');
		writeFileSync(document, withBlock(text, `bench ${name}`, `\n\n${table}\n\n`));
	}
	await runCommand('npx', ['prettier', '--write', document], { cwd: repositoryRoot });
}

/** `against` is the path of the former tarball. */
function readOptions() {
	return withUsage(usage, () => {
		const { values } = parseArgs({
			options: {
				rounds: { type: 'string', default: '3' },
				only: { type: 'string', multiple: true, default: [...partNames] },
				against: { type: 'string' },
			},
		});
		const rounds = Number(values.rounds);
		const only = partNames.filter((part) => values.only.includes(part));
		const against = values.against === undefined ? null : resolve(values.against);
		if (Number.isInteger(rounds) && rounds >= 1 && only.length > 0)
			return { rounds, only, against };
		throw new Error('--rounds takes a whole number from 1, --only the name of a part.');
	});
}

runMain(main);
