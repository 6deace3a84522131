import { isObject } from '../../tools/n8n/json';

/** Result of one kind of traffic. */
export interface Account {
	readonly figures: readonly string[];
	/** What is wrong; empty if nothing. */
	readonly problems: readonly string[];
}

/** What a node reported for an item. */
export type Outcome =
	| { kind: 'accepted'; attempts: number }
	| { kind: 'failed'; attempts: number; mayBeAccepted: boolean; code: string }
	| { kind: 'unreadable'; said: string };

/** Reads an output item; `success` is the object that holds a success's status and attempts. */
export function outcomeOf(item: unknown, success: unknown): Outcome {
	const error = isObject(item) ? item['error'] : undefined;
	if (isObject(error) && typeof error['code'] === 'string') {
		const { code, attempts, mayBeAccepted } = error;
		return {
			...{ kind: 'failed', code, mayBeAccepted: mayBeAccepted === true },
			attempts: typeof attempts === 'number' ? attempts : 0,
		};
	}
	if (isObject(success) && success['status'] === 'accepted') {
		const { attempts } = success;
		if (typeof attempts === 'number') return { kind: 'accepted', attempts };
	}
	return { kind: 'unreadable', said: JSON.stringify(item).slice(0, 300) };
}

/** How an outcome contradicts the number of times that Kainic got it, or undefined. */
function contradiction(outcome: Outcome | undefined, arrived: number): string | undefined {
	if (outcome === undefined) return 'got no answer';
	if (outcome.kind === 'unreadable') return `came back as ${outcome.said}`;
	if (outcome.kind === 'accepted' && arrived === 0)
		return 'is reported as accepted, but Kainic has it not';
	if (outcome.kind === 'failed' && arrived > 0 && !outcome.mayBeAccepted)
		return `failed (${outcome.code}) without a doubt, but Kainic has it`;
	if (arrived <= Math.max(1, outcome.attempts)) return undefined;
	return `arrived ${arrived} times in ${outcome.attempts} attempts`;
}

/** Counts the outcomes of all that was sent, and lists those that contradict what Kainic has. */
export function tally(
	things: string,
	outcomes: ReadonlyMap<string, Outcome | undefined>,
	arrivals: readonly string[],
): Account {
	const times = new Map<string, number>();
	for (const id of arrivals) times.set(id, (times.get(id) ?? 0) + 1);
	const entries = Array.from(outcomes, ([id, outcome]) => {
		const arrived = times.get(id) ?? 0;
		const kind = outcome?.kind;
		const isDoubtful = outcome?.kind === 'failed' && outcome.mayBeAccepted;
		return { id, kind, isDoubtful, arrived, problem: contradiction(outcome, arrived) };
	});
	const count = (wanted: (entry: (typeof entries)[number]) => boolean): string =>
		entries.filter(wanted).length.toLocaleString('en');
	const accepted = count(({ kind }) => kind === 'accepted');
	const problems = entries.flatMap(({ id, problem }) =>
		problem === undefined ? [] : [`${things}, ${id}: ${problem}`],
	);
	return {
		figures: [
			`${count(() => true)} ${things}: ${accepted} accepted, ${count(({ kind }) => kind === 'failed')} failed`,
			`of the failed, ${count(({ isDoubtful }) => isDoubtful)} marked mayBeAccepted, ` +
				`${count(({ isDoubtful, arrived }) => isDoubtful && arrived > 0)} of them at Kainic`,
			`${count(({ arrived }) => arrived > 1)} arrived more than once, in repeated attempts`,
		],
		problems: [...(accepted === '0' ? ['Nothing was accepted.'] : []), ...problems].slice(0, 10),
	};
}
