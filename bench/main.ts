import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import packageJson from '../package.json';
import {
	installN8n,
	packThisPackage,
	printReport as say,
	repositoryRoot,
	runMain,
	withUsage,
} from '../harness';
import { runCommand } from '../harness/command';
import { temporaryFolder } from '../harness/cleanup';
import { nameOfCode } from './code-state';
import { benchFigures, comparedFigures } from './figures';
import { scalingFigures } from './figures/scaling';
import { goalsOf } from './goals';
import { packBenchNodes } from './node-package';
import { type CatalogFiles, catalogSizes, largeCatalog, smallCatalog, tinyCatalog } from './plan';
import { eventPlot } from './plots';
import { describeMachine } from './report/machine';
import { withFigures } from './report/markdown';
import { resultsOf } from './report/results';
import { resultsText } from './report/results-text';
import { goalTable, tables } from './report/table';
import { measureRest } from './rest/measure';
import { openRoundStore } from './round-store';
import { type Part, measureParts, parts } from './parts';
import { startSink } from './sink';
import { writeCatalogFile } from './works/catalog-files';

const usage = `Usage: npm run bench -- [options]

  --rounds <number>  how often each contender has its turn (default: 5)
  --only <part>      one of ${parts.join(', ')}; may be given several times.
                     Without it all is measured, and results.json, events.svg and the figures
                     in docs/performance.md, docs/scaling.md and bench/README.md are
                     written anew.
  --fresh            forgets the rounds that an interrupted run of the same code has finished.`;

async function main(): Promise<void> {
	const { rounds, only, fresh } = readOptions();
	const store = openRoundStore(
		join(repositoryRoot, 'coverage/bench', await nameOfCode(repositoryRoot)),
	);
	if (fresh) store.forget();
	const installation = await installN8n('n8n2', say);
	say('Building and packing this package …');
	const [packed, benchNodes] = [await packThisPackage(), await packBenchNodes()];
	const { files, remove } = await writeCatalogFiles();
	const sink = await startSink();
	const setting = { installation, packages: [packed.tarball, benchNodes.tarball], sink };
	try {
		const series = await measureParts(only, { setting, files, rounds, store, report: say });
		say(`\n${tables(series)}\n`);
		if (only.length < parts.length) return;
		const packages = await measureRest({
			installation,
			thisTarball: packed.tarball,
			rounds: Math.max(rounds, 11),
			report: say,
		});
		const versions = {
			node: await versionOf(installation.nodeBinary),
			n8n: installation.version,
			package: packageJson.version,
		};
		const goals = goalsOf(series, packages);
		const taken = new Date().toISOString();
		const machine = describeMachine(versions);
		const results = resultsOf({ taken, machine, rounds, goals, series, packages });
		writeFileSync(join(__dirname, 'results.json'), resultsText(results));
		writeFileSync(join(__dirname, 'events.svg'), eventPlot(series));
		writeFigures(join(repositoryRoot, 'docs/performance.md'), comparedFigures(results));
		writeFigures(join(__dirname, 'README.md'), benchFigures(results));
		writeFigures(join(repositoryRoot, 'docs/scaling.md'), scalingFigures(results));
		store.forget();
		say(`${goalTable(goals)}\n`);
		say(`${machine.cores} cores, ${machine.processor}; n8n ${machine.n8n}, Node ${machine.node}`);
		if (goals.some(({ met }) => !met)) process.exitCode = 1;
	} finally {
		await sink.close();
		packed.remove();
		benchNodes.remove();
		remove();
	}
}

async function writeCatalogFiles(): Promise<{ files: CatalogFiles; remove: () => void }> {
	const { path, remove } = temporaryFolder('bench');
	const files = {
		[tinyCatalog]: join(path, 'tiny.json'),
		[smallCatalog]: join(path, 'small.json'),
		[largeCatalog]: join(path, 'large.json'),
	};
	for (const size of catalogSizes) await writeCatalogFile(files[size], size);
	return { files, remove };
}

function writeFigures(path: string, figures: string): void {
	writeFileSync(path, withFigures(readFileSync(path, 'utf8'), figures));
}

async function versionOf(nodeBinary: string): Promise<string> {
	const { stdout } = await runCommand(nodeBinary, ['--version'], { cwd: tmpdir() });
	return stdout.trim();
}

function readOptions(): { rounds: number; only: readonly Part[]; fresh: boolean } {
	return withUsage(usage, () => {
		const { values } = parseArgs({
			options: {
				rounds: { type: 'string' },
				only: { type: 'string', multiple: true },
				fresh: { type: 'boolean', default: false },
			},
		});
		const rounds = Number(values.rounds ?? 5);
		const wanted = values.only ?? [];
		const only = wanted.length === 0 ? parts : parts.filter((part) => wanted.includes(part));
		if (Number.isInteger(rounds) && rounds >= 1 && only.length > 0)
			return { rounds, only, fresh: values.fresh };
		throw new Error('--rounds takes a whole number from 1, --only the name of a part.');
	});
}

runMain(main);
