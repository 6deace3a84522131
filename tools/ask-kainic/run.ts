import { setTimeout as wait } from 'node:timers/promises';
import { describe, isKeyRefusal, isSame, Seen, type Answer } from './answers';
import type { Need, Probe } from './probe';
import { probes } from './probes';
import { send, type Target } from './send';

/** What a run knows: the answers, and why other requests were not sent. */
export interface Known {
	readonly answers: ReadonlyMap<string, Answer>;
	readonly notSent: ReadonlyMap<string, string>;
	readonly end: 'complete' | 'interrupted' | 'stopped';
}

/** Why each kind of request is not sent; null if it may be. */
export type Given = Readonly<Record<Need, string | null>>;

export interface Surroundings {
	readonly print: (text: string) => void;
	/** Ends the run. */
	readonly signal: AbortSignal;
	/** Milliseconds between two requests. */
	readonly pause: number;
}

/** Sends one request at a time, each once. Never throws for what Kainic answers. */
export async function run(
	target: Target,
	given: Given,
	{ print, signal, pause }: Surroundings,
): Promise<Known> {
	const answers = new Map<string, Answer>();
	const notSent = new Map<string, string>();
	const seen = new Seen(answers);
	for (const probe of probes) {
		const missing = probe.needs.find((need) => given[need] !== null);
		const stop = stopOfRun(seen) ?? stopOfProbe(probe, seen);
		const reason = missing === undefined ? stop : given[missing];
		if (reason !== null || signal.aborted) {
			notSent.set(probe.id, reason ?? 'the run was interrupted');
		} else if (probe.when(seen)) {
			if (answers.size > 0) await wait(pause, undefined, { signal }).catch(() => undefined);
			const request = probe.request(target.values, seen);
			const answer = await send(target, probe.key, request, signal);
			answers.set(probe.id, answer);
			print(`${probe.id}: ${describe(answer)}`);
		}
	}
	if (signal.aborted) return { answers, notSent, end: 'interrupted' };
	return { answers, notSent, end: stopOfRun(seen) === null ? 'complete' : 'stopped' };
}

/** Why nothing at all is sent any more; null if more may be sent. */
function stopOfRun(seen: Seen): string | null {
	const answers = seen.all.map(([, answer]) => answer);
	// The first goes with a made-up key: only Kainic, or a refusal of the key, earns the real one.
	if (answers.slice(0, 2).some((answer) => !isOfKainic(answer))) {
		return 'the answer does not have the form of an answer of Kainic';
	}
	if (answers.some((answer) => 'status' in answer && answer.status === 429))
		return 'the host asks to slow down';
	const last = answers.slice(-2);
	if (last.length === 2 && last.every(isUnanswered)) return 'the host does not answer';
	return null;
}

function isOfKainic(answer: Answer): boolean {
	return answer.kind === 'success' || answer.kind === 'failure' || isKeyRefusal(answer);
}

function isUnanswered(answer: Answer): boolean {
	return answer.kind === 'silence' || (answer.kind === 'foreign' && answer.status >= 500);
}

/** Why one request is not sent; null if it may be. */
function stopOfProbe(probe: Probe, seen: Seen): string | null {
	const { key, endpoint } = probe;
	if ((key === 'project' || key === 'experiment') && isRefusedKey(seen, key)) {
		return `the key of the ${key} is refused`;
	}
	const taken = probes.find((each) => {
		return each.endpoint === endpoint && each.mustBeRefused && isTaken(seen.of(each.id));
	});
	return taken === undefined ? null : `what should be refused was accepted (${taken.id})`;
}

/** In known words, or in those that a made-up key got. */
function isRefusedKey(seen: Seen, key: 'project' | 'experiment'): boolean {
	const endpoint = { project: 'predict', experiment: 'experiment' }[key];
	const answer = seen.of(`${endpoint}.nothing`);
	if (isKeyRefusal(answer)) return true;
	const isUnknown = answer?.kind === 'failure' && !answer.isDocumented;
	return isUnknown && isSame(answer, seen.of(`${endpoint}.bad-key`));
}

/** A status of success counts as well, whatever comes with it. */
function isTaken(answer: Answer | undefined): boolean {
	if (answer?.kind === 'foreign') return answer.status >= 200 && answer.status < 300;
	return answer?.kind === 'success';
}
