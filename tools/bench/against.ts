import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PackedPackage, packFolder } from '../n8n';
import { temporaryFolder } from '../n8n/cleanup';
import { runCommand } from '../n8n/command';
import { objectOf } from '../n8n/json';
import type { Contender } from './contender';
import { type Bench, type Duel, fight } from './duel';
import { Figures, units } from './figures';
import { catalogDuel, works } from './parts';
import type { Goal } from './report/goals';
import { digits, textTable } from './report/tables';
import { kainicCatalog } from './works/catalog';
import { kainicEvents } from './works/events';
import { kainicPredictions } from './works/predictions';

const formerName = 'n8n-nodes-kainic-former';

/** Packs a former tarball of this package anew, under a name beside which n8n loads this one. */
export async function packFormer(tarball: string): Promise<PackedPackage> {
	const { path: folder, remove } = temporaryFolder('former');
	try {
		const args = ['-xzf', tarball, '-C', folder, '--strip-components=1'];
		const { status, stderr } = await runCommand('tar', args, { cwd: folder });
		if (status !== 0) throw new Error(`${tarball} could not be unpacked: ${stderr.trim()}`);
		const path = join(folder, 'package.json');
		const manifest = objectOf(JSON.parse(readFileSync(path, 'utf8')), 'package.json');
		// Both packages use the credential of this one.
		const n8n = { ...objectOf(manifest['n8n'], 'n8n'), credentials: [] };
		writeFileSync(path, JSON.stringify({ ...manifest, name: formerName, n8n }));
		return await packFolder(folder);
	} finally {
		remove();
	}
}

/** The same work by the nodes of the former package. */
function former(contender: Contender): Contender {
	return {
		...contender,
		name: formerOf(contender.name),
		nodes: (sinkUrl) =>
			contender
				.nodes(sinkUrl)
				.map((each) => ({ ...each, type: each.type.replace(/^[^.]+/, formerName) })),
	};
}

function formerOf(name: string): string {
	return `${name}, former package`;
}

/** This package and a former one in turns in one n8n; the goals are those of time. */
export async function measureAgainst(bench: Bench): Promise<Goal[]> {
	const duels = await comparedDuels();
	const figures = new Figures(await fight(duels, bench));
	const rows = duels.flatMap(({ work, items, contenders: [ours] }) =>
		(['time', 'longest block'] as const).map((quantity) => {
			const key = { work, contender: ours?.name ?? '', items, quantity };
			const then = { ...key, contender: formerOf(key.contender) };
			return {
				key,
				now: figures.median(key),
				then: figures.median(then),
				ratio: figures.ratio(key, then),
			};
		}),
	);
	bench.report(
		textTable(
			[
				['work', '', '', 'now', 'former', 'ratio'],
				...rows.map(({ key, now, then, ratio }) => [
					`${key.items.toLocaleString('en')} ${key.work}`,
					key.contender,
					key.quantity,
					`${digits(now)} ${units[key.quantity]}`,
					`${digits(then)} ${units[key.quantity]}`,
					digits(ratio),
				]),
			],
			3,
		),
	);
	return rows
		.filter(({ key }) => key.quantity === 'time')
		.map(({ key, ratio }) => ({
			name: `${key.items.toLocaleString('en')} ${key.work}, ${key.contender}: time against the former package`,
			value: ratio,
			// HTTP Request is the measure for files, see goals.ts; here they only must not fall far behind.
			atMost: key.work === works.catalog(30) ? 2.5 : 1.05,
			unit: '',
		}));
}

async function comparedDuels(): Promise<Duel[]> {
	const duel = (work: string, items: number, contender: Contender, turns = 9): Duel => ({
		work,
		items,
		file: '',
		contenders: [contender, former(contender)],
		turns,
	});
	const { file } = await catalogDuel(30);
	// In a tenth of a second, one collection of the heap more or less shows.
	const often = 27;
	return [
		duel(works.events, 10_000, kainicEvents(100), often),
		duel(works.events, 10_000, kainicEvents(1000), often),
		duel(works.events, 100_000, kainicEvents(100)),
		duel(works.predictions, 1_000, kainicPredictions(5)),
		{ ...duel(works.catalog(30), 1, kainicCatalog), file },
	];
}
