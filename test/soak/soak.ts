import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { test } from '@playwright/test';
import { openStage, printReport as report, type Session, type Stage } from '../../tools/n8n';
import { randomOf } from '../support/random';
import { megabytesOf } from '../support/process-memory';
import { mixedFaults } from './faults';
import { loads, type Load } from './loads';

const minutes = Number(process.env['KAINIC_MINUTES'] ?? 10);
const seed = Number(process.env['KAINIC_SEED'] ?? Math.floor(Math.random() * 2 ** 32));

const faultShare = 0.1;
const largestGrowth = 0.15;

test(`In ${minutes} minutes of load with faults, everything is accounted for, and n8n's memory stays where it was`, async () => {
	assert.ok(minutes >= 3, 'It takes 3 minutes or more.');
	const random = randomOf(seed);
	const stage = await openStage({
		env: { N8N_LOG_LEVEL: 'warn' },
		emulator: { random: () => random.between(0, 2 ** 32 - 1) / 2 ** 32 },
		report,
	});
	try {
		for (const { workflow } of loads) await stage.activate(workflow);
		stage.emulator.inject(...mixedFaults(faultShare));
		report(`${minutes} minutes of load, faults with seed ${seed} …`);
		const medians = await underLoad(stage);
		const { requests } = stage.emulator.world.ledger;
		const struck = requests.filter(({ fault }) => fault !== null).length;
		const share = ((struck / requests.length) * 100).toFixed(1);
		report(`${requests.length} requests reached Kainic, ${struck} met a fault (${share} %)`);
		const accounts = loads.map((load) => load.account(stage.emulator.world.ledger));
		for (const { figures } of accounts) report(figures);
		const growth = growthOf(medians);
		report(`growth of the median since an early minute ${(growth * 100).toFixed(1)} %`);
		assert.deepEqual(
			accounts.flatMap(({ problems }) => problems),
			[],
		);
		assert.ok(growth <= largestGrowth, 'It grew by more than 15 %.');
	} finally {
		await stage.close();
	}
});

/** The median of the memory in each minute. */
async function underLoad({ server, n8n }: Stage): Promise<number[]> {
	const held: number[] = [];
	const median = (index: number): number => {
		const samples = held.slice(60 * index, 60 * (index + 1)).sort((a, b) => a - b);
		return samples[Math.floor(samples.length / 2)] ?? Number.NaN;
	};
	const everySecond = setInterval(() => {
		const passed = held.push(megabytesOf(server.pid, 'VmRSS')) / 60;
		if (Number.isInteger(passed))
			report(`  minute ${passed}: n8n held ${median(passed - 1).toFixed(0)} MB`);
	}, 1_000);
	await Promise.all(loads.map(async (load) => await keepUp(load, n8n)));
	clearInterval(everySecond);
	return Array.from({ length: Math.floor(minutes) }, (_, index) => median(index));
}

/** Fires a load for the whole time and resolves at the last answer. */
async function keepUp({ fire, interval }: Load, n8n: Session): Promise<void> {
	const start = Date.now();
	const open: Array<Promise<void>> = [];
	for (let round = 0; round < Math.floor((minutes * 60_000) / interval); round += 1) {
		open.push(fire(n8n, round));
		await wait(Math.max(0, start + (round + 1) * interval - Date.now()));
	}
	await Promise.all(open);
}

/**
 * Compares the last minute with the smallest of the first half, without the first minute: n8n keeps
 * the garbage of its start for some minutes, which would hide growth.
 */
function growthOf(medians: readonly number[]): number {
	const settled = Math.min(...medians.slice(1, Math.max(2, Math.ceil(medians.length / 2))));
	return (medians.at(-1) ?? Number.NaN) / settled - 1;
}
