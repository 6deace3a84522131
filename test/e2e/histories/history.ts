import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { startEmulator, type Emulator, type Fault } from '../../../emulator';
import {
	accessTo,
	activateWorkflow,
	importWorkflow,
	startN8n,
	type RunningN8n,
	type StoredCredential,
	type WorkflowFile,
} from '../../../harness';
import { temporaryFolder } from '../../../harness/cleanup';
import { freePort } from '../../../harness/ports';
import type { EditorStage } from '../setting/stage';
import {
	impatience,
	impatientAlerts,
	impatientLedger,
	impatientOrders,
	type Patience,
} from './impatient';
import type { Random } from './random';
import { randomFault, type ShopLife } from './shop-life';

/** An n8n of its own with the examples at work, which can be killed. */
export interface Stand {
	readonly emulator: Emulator;
	/** The n8n that runs now. */
	readonly running: RunningN8n;
	restart(between: () => Promise<void>): Promise<void>;
	close(): Promise<void>;
}

export async function openStand(
	{ installation, packed, shops }: Pick<EditorStage, 'installation' | 'packed' | 'shops'>,
	lives: ReadonlyArray<Pick<ShopLife, 'file' | 'settings'>>,
	alertUrl: string | null,
	patience = impatience,
): Promise<Stand> {
	const { path: userFolder, remove } = temporaryFolder('order-histories');
	const emulator = await startEmulator();
	const options = { installation, userFolder, env: shops.env, port: await freePort() };
	let running = await startN8n({ ...options, packages: [packed.tarball] }, accessTo(emulator));
	const close = async (): Promise<void> => {
		await Promise.all([running.close(), emulator.close()]);
		remove();
	};
	try {
		const ofShops = await shops.createCredentials(running.n8n);
		await activateExamples(running, ofShops, lives, alertUrl, patience);
	} catch (error) {
		await close();
		throw error;
	}
	return {
		emulator,
		get running() {
			return running;
		},
		restart: async (between) => {
			await running.server.kill();
			await between();
			running = await startN8n(options, accessTo(emulator));
		},
		close,
	};
}

async function activateExamples(
	{ n8n, credentials }: RunningN8n,
	ofShops: readonly StoredCredential[],
	lives: ReadonlyArray<Pick<ShopLife, 'file' | 'settings'>>,
	alertUrl: string | null,
	patience: Patience,
): Promise<void> {
	const stored = [...Object.values(credentials), ...ofShops];
	const activate = async (workflow: WorkflowFile): Promise<string> => {
		const imported = await importWorkflow(n8n, workflow, stored);
		await activateWorkflow(n8n, imported);
		return imported.id;
	};
	const alerts = alertUrl === null ? null : await activate(impatientAlerts(alertUrl, 0.004));
	const ledger = await activate(impatientLedger(alerts, patience));
	for (const life of lives) await activate(impatientOrders(life, ledger, alerts, patience));
}

const kainicFaults: readonly [Fault, ...Fault[]] = [
	{ kind: 'answer', status: 503 },
	{ kind: 'answer', status: 503, processed: true },
	{ kind: 'drop', at: 'request' },
	{ kind: 'drop', at: 'after_request' },
	{ kind: 'drop', at: 'half_answer' },
	{ kind: 'truncate' },
	{ kind: 'delay', delayMs: 1_000 },
	{ kind: 'delay', delayMs: 4_000, processed: true },
	{ kind: 'hang' },
];

/** Changes and faults at random, a kill in the middle, then quiet; what Kainic holds then is right, or this throws. */
export async function playHistory(
	{ emulator, restart }: Stand,
	lives: readonly ShopLife[],
	random: Random,
): Promise<void> {
	const live = async (moments: number): Promise<void> => {
		for (let moment = 0; moment < moments; moment += 1) {
			for (const life of lives) {
				life.act(random);
				if (random.between(1, 6) === 1) life.faults.push(randomFault(random));
			}
			if (random.between(1, 4) === 1) {
				// More of them than the node makes attempts.
				emulator.inject({ ...random.oneOf(kainicFaults), count: random.between(1, 4) });
			}
			await wait(random.between(20, 400));
		}
	};
	await live(random.between(3, 14));
	const killedAt = Date.now();
	await restart(async () => await live(random.between(0, 3)));
	await live(random.between(0, 8));
	for (const life of lives) {
		life.faults.length = 0;
		life.decide(random);
	}
	emulator.world.faults.clear();
	await untilRight(emulator, lives, killedAt);
}

async function untilRight(
	emulator: Emulator,
	lives: readonly ShopLife[],
	killedAt: number,
): Promise<void> {
	for (const end = Date.now() + 90_000; ; await wait(500)) {
		try {
			assertUnits(emulator, lives);
			break;
		} catch (error) {
			if (Date.now() > end) throw error;
		}
	}
	// Whatever would come too often comes now.
	await wait(3_000);
	assertUnits(emulator, lives);
	assertOnce(emulator, killedAt);
}

/** The events with one ID count as one. */
function assertUnits({ world }: Emulator, lives: readonly ShopLife[]): void {
	const events = new Map(world.ledger.events.map(({ event }) => [event['event_id'], event]));
	const units = new Map<string, number>();
	for (const { event_id: id, event_name: name, quantity } of events.values()) {
		const [, order, line] = String(id).split(':');
		const key = `${order}:${line}`;
		units.set(key, (units.get(key) ?? 0) + (name === 'purchase' ? 1 : -1) * Number(quantity));
	}
	const held = new Map([...units].filter(([, count]) => count !== 0));
	const kept = new Map(lives.flatMap((life) => [...life.kept()]));
	assert.deepEqual(new Map([...held].sort()), new Map([...kept].sort()));
}

/** Milliseconds that a run takes at most, and after which the node certainly still waits for its answer. */
const runTime = 15_000;
const confirmedWithin = 1_500;
const killings: number[] = [];

/** An event comes again only if its confirmation was lost: by a fault, or since n8n was killed meanwhile. */
function assertOnce({ world }: Emulator, killedAt: number): void {
	killings.push(killedAt);
	const lost = new Set(
		world.ledger.requests
			.filter(({ fault, receivedAt: at, endedAt }) => {
				const isLate = fault === 'delay' && (endedAt ?? Infinity) - at < confirmedWithin;
				const isCut = killings.some((kill) => at < kill && at > kill - runTime);
				return (fault !== null && !isLate) || isCut;
			})
			.map(({ number }) => number),
	);
	const confirmed = world.ledger.events.filter(({ request }) => !lost.has(request));
	const ids = confirmed.map(({ event }) => event['event_id']);
	assert.equal(new Set(ids).size, ids.length, 'An event was sent again after it was confirmed.');
}
