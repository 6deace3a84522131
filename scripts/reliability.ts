import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Block, Blocks } from '../test/faults/support/blocks';
import type { Figures } from '../test/faults/support/figures';
import { repositoryRoot } from '../harness/recipe';

const document = join(repositoryRoot, 'docs/reliability.md');
const begin = '<!-- figures: written by `npm run reliability` -->';
const end = '<!-- end of figures -->';

const beginBlocks = '<!-- blocks: written by `npm run reliability` -->';
const endBlocks = '<!-- end of blocks -->';

interface BlockReport {
	readonly n8nMajor: number;
	readonly blocks: Blocks;
}

interface Report {
	readonly battery: string;
	readonly n8nMajor: number;
	readonly figures: Figures;
}

/** Runs the batteries of test/faults on both majors and writes what they saw into docs/reliability.md. */
function main(): number {
	const folder = mkdtempSync(join(tmpdir(), 'kainic-reliability-'));
	try {
		const status = runBatteries(folder);
		if (status !== 0) return status;
		const files = readdirSync(folder).map((file): unknown =>
			JSON.parse(readFileSync(join(folder, file), 'utf8')),
		);
		const text = readFileSync(document, 'utf8');
		const withFigures = between(text, begin, end, table(files.filter(isReport)));
		const blocks = blockTable(files.filter(isBlockReport));
		writeFileSync(document, between(withFigures, beginBlocks, endBlocks, blocks));
		const format = ['prettier', '--write', document];
		return spawnSync('npx', format, { cwd: repositoryRoot, stdio: 'inherit' }).status ?? 1;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function runBatteries(folder: string): number {
	const tests = ['tsx', join(repositoryRoot, 'scripts/test.ts'), '--testPathPatterns=test/faults/'];
	const projects = ['--selectProjects', 'engine-n8n-2', 'engine-n8n-1'];
	const env = { ...process.env, KAINIC_RELIABILITY_FOLDER: folder };
	const options = { cwd: repositoryRoot, stdio: 'inherit', env } as const;
	return spawnSync('npx', [...tests, ...projects], options).status ?? 1;
}

/** The text with something else between two marks. */
function between(text: string, first: string, last: string, content: string): string {
	const [before = ''] = text.split(first);
	const after = text.split(last)[1] ?? '';
	return `${before}${first}\n\n${content}\n\n${last}${after}`;
}

function isReport(value: unknown): value is Report {
	return typeof value === 'object' && value !== null && 'n8nMajor' in value && 'figures' in value;
}

function isBlockReport(value: unknown): value is BlockReport {
	return typeof value === 'object' && value !== null && 'n8nMajor' in value && 'blocks' in value;
}

const rows: ReadonlyArray<readonly [string, (figures: Figures) => number]> = [
	['faults struck (a node in an error mode)', ({ runs }) => runs],
	['events, predictions and products in them', ({ items }) => items],
	['… accepted', ({ accepted }) => accepted],
	['… refused, surely not taken', ({ rejected }) => rejected],
	['… not sent', ({ notSent }) => notSent],
	['… of unknown outcome, marked `mayBeAccepted`', ({ unknown }) => unknown],
	['taken, but not marked', ({ unmarked }) => unmarked],
	['lost: reported as accepted, but not taken', ({ lost }) => lost],
	['taken twice, since the first time was not confirmed', ({ repeated }) => repeated],
	['taken twice for another reason', ({ doubled }) => doubled],
	['searches for the API key', ({ leakSearches }) => leakSearches],
	['… that found it', ({ leaks }) => leaks],
	['cancelled executions', ({ cancels }) => cancels],
	['… slowest to end, in ms', ({ slowestCancel }) => Math.round(slowestCancel)],
];

function table(reports: readonly Report[]): string {
	const majors = [...new Set(reports.map(({ n8nMajor }) => n8nMajor))].sort((a, b) => b - a);
	const cells = (read: (figures: Figures) => number, label: string) =>
		majors.map((major) => {
			const values = reports
				.filter(({ n8nMajor }) => n8nMajor === major)
				.map(({ figures }) => read(figures));
			const total = label.includes('slowest')
				? Math.max(...values)
				: values.reduce((sum, each) => sum + each, 0);
			return total.toLocaleString('en-US');
		});
	const lines = rows.map(([label, read]) => `| ${[label, ...cells(read, label)].join(' | ')} |`);
	const head = `|  | ${majors.map((major) => `n8n ${major}`).join(' | ')} |`;
	return [head, `| --- |${' ---: |'.repeat(majors.length)}`, ...lines].join('\n');
}

/** Milliseconds: of the node alone, the longer one of both majors; and in each n8n. */
function blockTable(reports: readonly BlockReport[]): string {
	const sorted = [...reports].sort((a, b) => b.n8nMajor - a.n8nMajor);
	const read = (row: string, of: (block: Block) => number) =>
		sorted.flatMap(({ blocks }) => {
			const block = blocks[row];
			return block === undefined ? [] : [Math.round(of(block))];
		});
	const lines = Object.keys(sorted[0]?.blocks ?? {}).map((row) => {
		const cells = [Math.max(...read(row, ({ own }) => own)), ...read(row, ({ inN8n }) => inN8n)];
		return `| ${row} | ${cells.join(' | ')} |`;
	});
	const head = `|  | the node | ${sorted.map(({ n8nMajor }) => `in n8n ${n8nMajor}`).join(' | ')} |`;
	return [head, `| --- |${' ---: |'.repeat(sorted.length + 1)}`, ...lines].join('\n');
}

process.exitCode = main();
