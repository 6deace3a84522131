import { isObject } from '../harness/json';
import type { Contender, RunInput } from './contender';
import type { Measurement } from './nodes/clock';
import type { Period } from './nodes/collections';

/** The n8n in which contenders have their turns. */
export interface Host {
	/** Calls a contender's webhook. */
	call(contender: Contender, body: string): Promise<Reply>;
	/** True if n8n calls itself ready and answers a webhook that does next to nothing. */
	isReady(): Promise<boolean>;
}

export interface Reply {
	readonly status: number;
	readonly text: string;
}

export interface Clock {
	/** Milliseconds. */
	now(): number;
	wait(milliseconds: number): Promise<void>;
}

/** What a run showed within n8n. */
export interface Turn extends Measurement {
	/** Output items, and those of them that are linked to their input. */
	items: number;
	linked: number;
	/** From the contender's answer until n8n answered again. */
	recoverySeconds: number;
}

/** n8n looks at its database this often, and finds out late what a busy time did to it. */
const longRun = 2_000;

/** Milliseconds that n8n has to stay ready after a long run. */
const calm = 3_000;

const lookInterval = 100;

/** Milliseconds after which a bench gives n8n up. */
const patience = 600_000;

const notReady = 503;

/** Runs a contender once in an n8n that is ready, and waits until it is ready again. */
export async function takeTurn(
	host: Host,
	clock: Clock,
	contender: Contender,
	input: RunInput,
): Promise<Turn> {
	await untilReady(host, clock, 0);
	const { reply, waited } = await callUntilTaken(host, clock, contender, input);
	const start = clock.now();
	const measured = readReply(reply, contender.name);
	const isLong = measured.milliseconds >= longRun;
	const settled = await untilReady(host, clock, isLong ? calm : 0);
	return { ...measured, recoverySeconds: (waited + settled - start) / 1000 };
}

/** n8n refuses a webhook before it runs anything, so the call can be made again. */
async function callUntilTaken(
	host: Host,
	clock: Clock,
	contender: Contender,
	input: RunInput,
): Promise<{ reply: Reply; waited: number }> {
	let waited = 0;
	for (;;) {
		const reply = await host.call(contender, JSON.stringify(input));
		if (reply.status !== notReady) return { reply, waited };
		const start = clock.now();
		await untilReady(host, clock, calm);
		waited += clock.now() - start;
		if (waited > patience) throw new Error(`${contender.name}: n8n refuses its webhook.`);
	}
}

/** Resolves with the time from which on n8n was ready, once it has been so for `duration` ms. */
async function untilReady(host: Host, { now, wait }: Clock, duration: number): Promise<number> {
	const start = now();
	let since: number | null = null;
	for (;;) {
		since = (await host.isReady()) ? (since ?? now()) : null;
		if (since !== null && now() - since >= duration) return since;
		if (now() - start > patience) throw new Error('n8n did not get ready again.');
		await wait(lookInterval);
	}
}

type NumberOfTurn = Exclude<keyof Turn, 'collections' | 'recoverySeconds'>;

function readReply({ status, text }: Reply, name: string): Omit<Turn, 'recoverySeconds'> {
	if (status !== 200) throw new Error(`${name} failed in n8n: ${status} ${text}`);
	const answer: unknown = JSON.parse(text);
	const read = (key: NumberOfTurn): number => {
		const value = isObject(answer) ? answer[key] : undefined;
		if (typeof value === 'number') return value;
		throw new Error(`${name} told no ${key}: ${text}`);
	};
	return {
		milliseconds: read('milliseconds'),
		cpuMilliseconds: read('cpuMilliseconds'),
		keptMegabytes: read('keptMegabytes'),
		residentMegabytes: read('residentMegabytes'),
		longestBlock: read('longestBlock'),
		block99: read('block99'),
		startedAt: read('startedAt'),
		endedAt: read('endedAt'),
		collections: readPeriods(isObject(answer) ? answer['collections'] : undefined, name),
		items: read('items'),
		linked: read('linked'),
	};
}

function readPeriods(list: unknown, name: string): Period[] {
	if (!Array.isArray(list)) throw new Error(`${name} told no collections.`);
	return list.map((each: unknown) => {
		const { startedAt, endedAt } = isObject(each) ? each : {};
		if (typeof startedAt === 'number' && typeof endedAt === 'number') return { startedAt, endedAt };
		throw new Error(`${name} told a collection that has no times.`);
	});
}
