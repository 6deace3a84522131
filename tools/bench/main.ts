import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
	type Installation,
	installN8n,
	packThisPackage,
	printReport as say,
	repositoryRoot,
	runMain,
	withUsage,
} from '../n8n';
import { runCommand } from '../n8n/command';
import { measureAgainst, packFormer } from './against';
import type { Bench } from './duel';
import { type Figure, Figures } from './figures';
import { packBenchNodes } from './node-package';
import { type Part, measurePart, partNames } from './parts';
import { documentFigures, withFigures } from './report/document';
import { type Goal, goalsOf, isMet } from './report/goals';
import { eventPlot } from './report/plot';
import { figureTable, goalTable } from './report/tables';
import { startSink } from './sink';
import { catalogFile } from './works/catalog-files';

const usage = `Usage: npm run bench -- [options]

  --rounds <number>    how often each contender has its turns (default: 3)
  --only <part>        one of ${partNames.join(', ')};
                       may be given several times. Without it all is measured, tools/bench/results.json,
                       tools/bench/events.svg and the figures in docs/performance.md are written, and the
                       command ends with 1 if a goal is missed.
  --against <tarball>  compares this package with a former one, in turns in one n8n, and nothing else.
                       Ends with 1 if something takes more than 1.05 times as long.`;

async function main(): Promise<void> {
	const { rounds, only, against } = readOptions();
	const installation = await installN8n('n8n2', say);
	say('Building and packing this package …');
	const packed = [await packThisPackage(), await packBenchNodes()];
	if (against !== null) packed.push(await packFormer(against));
	const sink = await startSink();
	try {
		const packages = packed.map(({ tarball }) => tarball);
		const smallFile = await catalogFile(1);
		const setting = { installation, packages, sink, smallFile, env: {} };
		const bench = { setting, rounds, report: say };
		const goals = await (against === null ? measure(bench, only) : measureAgainst(bench));
		if (goals.length > 0) say(`\n${goalTable(goals)}\n`);
		if (!goals.every(isMet)) process.exitCode = 1;
	} finally {
		await sink.close();
		for (const { remove } of packed) remove();
	}
}

/** Measures and prints the parts. Gives the goals of a whole run, whose results it writes. */
async function measure(bench: Bench, only: readonly Part[]): Promise<Goal[]> {
	const measured: Figure[] = [];
	for (const part of only) measured.push(...(await measurePart(part, bench)));
	say(`\n${figureTable(measured)}\n`);
	if (only.length < partNames.length) return [];
	const figures = new Figures(measured);
	const goals = goalsOf(figures);
	await writeResults(figures, goals, bench);
	return goals;
}

async function writeResults(
	figures: Figures,
	goals: readonly Goal[],
	{ rounds, setting: { installation } }: Bench,
): Promise<void> {
	const circumstances = {
		taken: new Date().toISOString(),
		rounds,
		cores: cpus().length,
		n8n: installation.version,
		node: await nodeVersion(installation),
	};
	const results = { ...circumstances, goals, figures: figures.all };
	writeFileSync(join(__dirname, 'results.json'), JSON.stringify(results, undefined, '\t'));
	writeFileSync(join(__dirname, 'events.svg'), eventPlot(figures.all));
	const document = join(repositoryRoot, 'docs/performance.md');
	const shown = documentFigures(figures, circumstances);
	writeFileSync(document, withFigures(readFileSync(document, 'utf8'), shown));
	await runCommand('npx', ['prettier', '--write', document], { cwd: repositoryRoot });
}

async function nodeVersion({ nodeBinary }: Installation): Promise<string> {
	const { stdout } = await runCommand(nodeBinary, ['--version'], { cwd: tmpdir() });
	return stdout.trim();
}

interface Options {
	readonly rounds: number;
	readonly only: readonly Part[];
	/** Path of the former tarball. */
	readonly against: string | null;
}

function readOptions(): Options {
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
