import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
	type Session,
	type Stage,
	openStage,
	printReport as say,
	reportResult,
	runMain,
	withUsage,
} from '../../tools/n8n';
import { randomOf } from '../e2e/histories/random';
import type { Account } from './account';
import { mixedFaults } from './faults';
import { type Load, loads } from './loads';
import { watchMemory } from './memory';

const usage = `Usage: npm test -- soak [options]

  --minutes <number>  how long the load lasts (default: 10, at least 3)
  --seed <number>     of the faults (default: a new one each time)`;

const minute = 60_000;
const faultShare = 0.1;
const largestGrowth = 0.15;

async function main(): Promise<void> {
	const { minutes, seed } = readOptions();
	const random = randomOf(seed);
	const stage = await openStage({
		env: { N8N_LOG_LEVEL: 'warn' },
		emulator: { random: () => random.between(0, 2 ** 32 - 1) / 2 ** 32 },
		report: say,
	});
	try {
		for (const { workflow } of loads) await stage.activate(workflow);
		stage.emulator.inject(...mixedFaults(faultShare));
		say(`${minutes} minutes of load, faults with seed ${seed} …`);
		const memory = await underLoad(stage, minutes);
		const accounts = loads.map((load) => ({ name: load.name, ...load.account(stage.emulator) }));
		const failed = judge([...accounts, memory], stage);
		reportResult(accounts.length + 1, failed, say);
	} finally {
		await stage.close();
	}
}

type Named = Account & { name: string };

async function underLoad({ server, n8n }: Stage, minutes: number): Promise<Named> {
	const memory = watchMemory(server.pid);
	let passed = 0;
	const progress = setInterval(() => {
		say(`  minute ${passed + 1}: n8n held ${memory.median(passed).toFixed(0)} MB`);
		passed += 1;
	}, minute);
	await Promise.all(loads.map((load) => keepUp(load, n8n, minutes * minute)));
	clearInterval(progress);
	memory.stop();
	return compare(Array.from({ length: Math.floor(minutes) }, (_, index) => memory.median(index)));
}

/** Fires a load for `duration` ms and resolves at the last answer. */
async function keepUp(load: Load, n8n: Session, duration: number): Promise<void> {
	const start = Date.now();
	const open: Array<Promise<void>> = [];
	for (let round = 0; round < Math.floor(duration / load.interval); round += 1) {
		open.push(load.fire(n8n, round));
		await wait(Math.max(0, start + (round + 1) * load.interval - Date.now()));
	}
	await Promise.all(open);
}

/**
 * Compares the last minute with the smallest of the first half, without the first minute: n8n keeps
 * the garbage of its start for some minutes, which would hide growth.
 */
function compare(medians: readonly number[]): Named {
	const settled = Math.min(...medians.slice(1, Math.max(2, Math.ceil(medians.length / 2))));
	const growth = (medians.at(-1) ?? Number.NaN) / settled - 1;
	const figures = [`growth of the median since an early minute ${(growth * 100).toFixed(1)} %`];
	const problems = growth <= largestGrowth ? [] : ['It grew by more than 15 %.'];
	return { name: "n8n's memory stays where it was", figures, problems };
}

/** Prints all results and returns how many have problems. */
function judge(accounts: readonly Named[], { emulator }: Stage): number {
	const { requests } = emulator.world.ledger;
	const struck = requests.filter(({ fault }) => fault !== null).length;
	const share = ((struck / requests.length) * 100).toFixed(1);
	say(`${requests.length} requests reached Kainic, ${struck} met a fault (${share} %)`);
	for (const { name, figures, problems } of accounts) {
		for (const figure of figures) say(`        ${figure}`);
		for (const problem of problems) say(`        ${problem}`);
		say(`${problems.length === 0 ? 'ok    ' : 'FAILED'}  ${name}`);
	}
	return accounts.filter(({ problems }) => problems.length > 0).length;
}

function readOptions(): { minutes: number; seed: number } {
	return withUsage(usage, () => {
		const { values } = parseArgs({
			options: { minutes: { type: 'string' }, seed: { type: 'string' } },
		});
		const minutes = Number(values.minutes ?? 10);
		const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 32));
		if (minutes >= 3 && Number.isInteger(seed)) return { minutes, seed };
		throw new Error('--minutes takes a number of 3 or more, --seed a whole number.');
	});
}

runMain(main);
