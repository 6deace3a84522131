import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../n8n';
import { productOf } from '../n8n/catalog-file';
import { temporaryFolder } from '../n8n/cleanup';
import type { Contender } from './contenders';
import type { Measurement } from './nodes/clock';
import { type Stage, type StageSetting, openBenchStage } from './stage';
import type { Work } from './works';

/** What a contender's runs showed. Equal places of two contenders were measured side by side. */
export interface Result {
	readonly work: Work;
	readonly contender: Contender;
	readonly runs: readonly Measurement[];
}

export interface Bench {
	readonly setting: StageSetting;
	readonly rounds: number;
	readonly report: Report;
}

type Entry = Result & { readonly runs: Measurement[] };

/** Measures works: first those at a distance, then those on this machine, and memory. */
export async function measure(works: readonly Work[], bench: Bench): Promise<Result[]> {
	const entries = works.flatMap((work) =>
		work.contenders.map((contender): Entry => ({ work, contender, runs: [] })),
	);
	const far = entries.filter(({ work }) => work.part === 'distance');
	const memory = entries.filter(({ work }) => work.part === 'memory');
	const near = entries.filter((entry) => !far.includes(entry) && !memory.includes(entry));
	for (const [group, isFar] of [[far, true] as const, [near, false] as const]) {
		if (group.length > 0) await inOneN8n(group, isFar, bench);
	}
	if (memory.length > 0) await inFreshN8ns(memory, bench);
	return entries;
}

/** In one n8n, which is warm as one at work. */
async function inOneN8n(
	entries: readonly Entry[],
	isFar: boolean,
	{ setting, rounds, report }: Bench,
): Promise<void> {
	const stage = await openBenchStage(setting, isFar);
	try {
		for (let round = 1; round <= rounds; round += 1) {
			for (const work of new Set(entries.map((entry) => entry.work))) {
				report(`${work.part}, ${work.title}: round ${round} of ${rounds} …`);
				const group = entries.filter((entry) => entry.work === work);
				await takeTurns(stage, work, group);
			}
		}
	} finally {
		await stage.close();
	}
}

/** A B B A, so that the order favours none. */
async function takeTurns(stage: Stage, work: Work, entries: readonly Entry[]): Promise<void> {
	const { items, turns } = work;
	const file = catalogFile(work.megabytes);
	for (let turn = 0; turn < turns; turn += 1) {
		for (const { contender, runs } of turn % 2 === 0 ? entries : [...entries].reverse()) {
			// The contender before may have left garbage and a cold compiler.
			await stage.run(contender, { count: Math.ceil(items / 10), file, collect: false });
			runs.push(await stage.run(contender, { count: items, file, collect: false }));
		}
	}
}

/** For memory: each contender in a fresh n8n, at least three times, since one run may hang on one collection. */
async function inFreshN8ns(
	entries: readonly Entry[],
	{ setting, rounds, report }: Bench,
): Promise<void> {
	for (let round = 1; round <= Math.max(3, rounds); round += 1) {
		for (const { work, contender, runs } of entries) {
			report(`${work.part}, ${work.title}, ${contender.name}: round ${round} …`);
			const stage = await openBenchStage(setting, false);
			try {
				const small = catalogFile(Math.min(1, work.megabytes));
				for (let dry = 0; dry < 3; dry += 1) {
					const count = Math.ceil(work.items / 100);
					await stage.run(contender, { count, file: small, collect: true });
				}
				const file = catalogFile(work.megabytes);
				runs.push(await stage.run(contender, { count: work.items, file, collect: true }));
			} finally {
				await stage.close();
			}
		}
	}
}

let folder: string | null = null;

/** Path of a catalog of about that size, written when it is first asked for; empty for 0. */
function catalogFile(megabytes: number): string {
	if (megabytes === 0) return '';
	folder ??= temporaryFolder('bench').path;
	const path = join(folder, `${megabytes}.json`);
	if (existsSync(path)) return path;
	for (let index = 0, bytes = 0; bytes < megabytes * 1e6; index += 10_000) {
		const products = Array.from({ length: 10_000 }, (_, offset) => productOf(index + offset));
		const text = (index === 0 ? '[' : ',\n') + JSON.stringify(products).slice(1, -1);
		bytes += Buffer.byteLength(text);
		appendFileSync(path, text);
	}
	appendFileSync(path, ']');
	return path;
}
