import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { cacheFolder, readRecipe, repositoryRoot } from '../n8n/recipe';
import { run } from './run';

const neededMajor = 22;

/** The lowest score of a single file, in percent. */
const floorOfFile = 70;

const report = join(repositoryRoot, 'coverage/mutation/report.json');

/** Runs StrykerJS, which needs a newer Node.js than the package; arguments go to it. */
function main(): number {
	const node = findNode();
	if (node === undefined) {
		console.error(
			`Mutation testing needs Node.js ${neededMajor} or later; this is ${process.version}.\n` +
				'Run "npm test -- prepare" first: it installs n8n with a Node.js that will do.',
		);
		return 1;
	}
	const stryker = join(repositoryRoot, 'node_modules/@stryker-mutator/core/bin/stryker.js');
	const configuration = join(__dirname, 'mutation/stryker.config.mjs');
	const cache = ['--incrementalFile', `coverage/mutation/results-${hashOfTests()}.json`];
	// With other values each night, the properties would kill other mutants.
	delete process.env['FC_SEED'];
	rmSync(report, { force: true });
	const status = run(node, [stryker, 'run', configuration, ...cache, ...process.argv.slice(2)]);
	if (!existsSync(report)) return status;
	return reportFiles() && status === 0 ? 0 : 1;
}

/** This Node.js if it is new enough, else the one that n8n was installed with. */
function findNode(): string | undefined {
	if (Number.parseInt(process.versions.node) >= neededMajor) return process.execPath;
	const { folderName } = readRecipe();
	const installed = join(cacheFolder(), folderName, 'node_modules/node/bin/node');
	return existsSync(installed) ? installed : undefined;
}

/** StrykerJS itself does not see which tests changed: it knows only the file that includes them. */
function hashOfTests(): string {
	const hash = createHash('sha256');
	for (const folder of ['test', 'tools/emulator', 'tools/scripts/mutation']) {
		const entries = readdirSync(join(repositoryRoot, folder), {
			recursive: true,
			withFileTypes: true,
		});
		const files = entries.filter((entry) => entry.isFile());
		for (const { parentPath, name } of files) hash.update(readFileSync(join(parentPath, name)));
	}
	return hash.digest('hex').slice(0, 12);
}

const statuses = z.object({ mutants: z.array(z.object({ status: z.string() })) });

/** Prints the files by their score. Returns false if one is below the floor. */
function reportFiles(): boolean {
	const { files } = z
		.object({ files: z.record(statuses) })
		.parse(JSON.parse(readFileSync(report, 'utf8')));
	const scores = Object.entries(files).map(([name, { mutants }]) => {
		const count = (...wanted: string[]) =>
			mutants.filter(({ status }) => wanted.includes(status)).length;
		const [found, missed] = [count('Killed', 'Timeout'), count('Survived', 'NoCoverage')];
		return { name, missed, score: (100 * found) / (found + missed || 1), all: found + missed };
	});
	const measured = scores.filter(({ all }) => all > 0).sort((a, b) => a.score - b.score);
	for (const { name, score, missed } of measured)
		console.log(`${score.toFixed(1).padStart(5)} %  ${name}: ${missed} survived`);
	const low = measured.filter(({ score }) => score < floorOfFile);
	for (const { name } of low) console.error(`${name} is below ${floorOfFile} %.`);
	return low.length === 0;
}

process.exitCode = main();
