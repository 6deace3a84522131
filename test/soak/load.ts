import { setTimeout as wait } from 'node:timers/promises';
import type { Emulator } from '../../tools/emulator';
import type { Session, WorkflowFile } from '../../tools/n8n';

/** Result of one kind of traffic. */
export interface Account {
	/** Lines for the report. */
	figures: string[];
	/** What is wrong; empty if nothing. */
	problems: string[];
}

/** One kind of traffic, fired at a steady pace even if earlier answers are still missing. */
export interface Load {
	/** The expectation, as a sentence. */
	name: string;
	workflow: WorkflowFile;
	/** Milliseconds from one firing to the next. */
	interval: number;
	/** Fires it once and records the answer. Never fails. */
	fire(n8n: Session, round: number): Promise<void>;
	/** Compares what n8n answered with what Kainic has. */
	account(emulator: Emulator): Account;
}

/** n8n's setting for a node that puts failures out with its other items. */
export const intoRegularOutput = { onError: 'continueRegularOutput' } as const;

/** Fires a load for `duration` ms and resolves at the last answer. */
export async function keepUp(load: Load, n8n: Session, duration: number): Promise<void> {
	const start = Date.now();
	const open: Array<Promise<void>> = [];
	const rounds = Math.floor(duration / load.interval);
	for (let round = 0; round < rounds; round += 1) {
		open.push(load.fire(n8n, round));
		await wait(Math.max(0, start + (round + 1) * load.interval - Date.now()));
	}
	await Promise.all(open);
}

/** A webhook's answer: JSON, or the reason why there is none. */
export type Reply = { kind: 'json'; value: unknown } | { kind: 'none'; reason: string };

/** Reads a webhook's answer; never fails. */
export async function replyOf(answer: Promise<Response>): Promise<Reply> {
	try {
		const response = await answer;
		const text = await response.text();
		if (!response.ok) return { kind: 'none', reason: `${response.status}: ${text.slice(0, 300)}` };
		const value: unknown = JSON.parse(text);
		return { kind: 'json', value };
	} catch (error) {
		return { kind: 'none', reason: String(error) };
	}
}
