import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figures } from '../test/faults/support/figures';
import { repositoryRoot } from '../harness/recipe';

const document = join(repositoryRoot, 'docs/reliability.md');
const begin = '<!-- figures: written by `npm run reliability` -->';
const end = '<!-- end of figures -->';

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
		const reports = readReports(folder);
		const text = readFileSync(document, 'utf8');
		const [before] = text.split(begin);
		const after = text.split(end)[1] ?? '';
		writeFileSync(document, `${before}${begin}\n\n${table(reports)}\n\n${end}${after}`);
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

function readReports(folder: string): Report[] {
	return readdirSync(folder).map((file) => {
		const report: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
		if (!isReport(report)) throw new Error(`${file} holds no figures`);
		return report;
	});
}

function isReport(value: unknown): value is Report {
	return typeof value === 'object' && value !== null && 'n8nMajor' in value && 'figures' in value;
}

const rows: ReadonlyArray<readonly [string, (figures: Figures) => number]> = [
	['faults struck (a node in an error mode)', ({ runs }) => runs],
	['events, predictions and products in them', ({ items }) => items],
	['… accepted', ({ accepted }) => accepted],
	['… refused, surely not taken', ({ rejected }) => rejected],
	['… not sent', ({ notSent }) => notSent],
	['… of unknown fate, marked `mayBeAccepted`', ({ unknown }) => unknown],
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

process.exitCode = main();
