import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as n8n from '../n8n';
import { runCommand } from '../n8n/command';
import { withBlock } from '../scripts/generate/table';
import { watchOthers } from './machine';
import { measure } from './measure';
import { goalsOf, tableOf } from './report';
import type { Result } from './turns';
import { parts, works } from './works';

const usage = `Usage: npm run bench -- [options]

  --rounds <number>    how often each contender has its turn (default: 5)
  --only <part>        one of ${parts.join(', ')}; may be given several times

Ends with 1 if a goal is missed. Goals count only on a quiet machine, where other programs use less than
10 % of the processor. There, a table of docs/performance.md is written if all its parts were measured.`;

async function main(): Promise<number> {
	const rounds = { type: 'string', default: '5' } as const;
	const only = { type: 'string', multiple: true, default: [...parts] as string[] } as const;
	const { values } = n8n.withUsage(usage, () => parseArgs({ options: { rounds, only } }));
	const chosen = works.filter(({ part }) => values.only.includes(part));
	const load = loadavg()[0]?.toFixed(1);
	const installation = await n8n.installN8n(n8n.printReport);
	n8n.printReport('Building and packing this package …');
	const { tarball, remove } = await n8n.packThisPackage();
	const usedByOthers = watchOthers();
	const setting = { installation, packages: [tarball] };
	const results = await measure(chosen, Number(values.rounds), setting);
	const others = usedByOthers();
	const busy = `Other programs used ${others} % of the processor.`;
	remove();
	for (const isOfVisitors of [true, false])
		n8n.printReport(
			tableOf(results.filter(({ work }) => (work.part === 'visitors') === isOfVisitors)),
		);
	const goals = goalsOf(results);
	console.table(goals);
	n8n.printReport(`Load average before the run: ${load}. ${busy} A goal counts below 10 %.`);
	const measured = `Measured by \`npm run bench -- ${process.argv.slice(2).join(' ')}\``;
	const on = `on ${new Date().toISOString().slice(0, 10)}: n8n ${installation.version}`;
	if (others < 10)
		await writeDocument(results, `${measured} ${on}, ${cpus().length} cores. ${busy}`);
	return goals.length > 0 && goals.every(({ result }) => result === 'met') ? 0 : 1;
}

const document = join(n8n.repositoryRoot, 'docs/performance.md');
const tables = {
	visitors: ['visitors'],
	'at a distance': ['distance'],
};

async function writeDocument(results: readonly Result[], source: string): Promise<void> {
	for (const [name, ofTable] of Object.entries(tables)) {
		const own = results.filter(({ work }) => ofTable.includes(work.part));
		if (!ofTable.every((part) => own.some(({ work }) => work.part === part))) continue;
		const table = tableOf(own).replace(/(?<=- \|.*)- \|/g, ': |');
		const content = `\n\n${table}\n\n${source}\n\n`;
		writeFileSync(document, withBlock(readFileSync(document, 'utf8'), `bench ${name}`, content));
	}
	await runCommand('npx', ['prettier', '--write', document], { cwd: n8n.repositoryRoot });
}

n8n.runMain(main);
