import { isObject } from '../../tools/n8n/json';

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
			kind: 'failed',
			code,
			attempts: typeof attempts === 'number' ? attempts : 0,
			mayBeAccepted: mayBeAccepted === true,
		};
	}
	if (isObject(success) && success['status'] === 'accepted') {
		const { attempts } = success;
		if (typeof attempts === 'number') return { kind: 'accepted', attempts };
	}
	return { kind: 'unreadable', said: JSON.stringify(item).slice(0, 300) };
}

/** How an outcome contradicts the number of times that Kainic got it, or undefined. */
export function contradiction(outcome: Outcome, arrived: number): string | undefined {
	switch (outcome.kind) {
		case 'unreadable':
			return `came back as ${outcome.said}`;
		case 'accepted':
			if (arrived === 0) return 'is reported as accepted, but Kainic has it not';
			break;
		case 'failed':
			if (arrived > 0 && !outcome.mayBeAccepted) {
				return `failed (${outcome.code}) without a doubt, but Kainic has it`;
			}
			break;
	}
	if (arrived <= Math.max(1, outcome.attempts)) return undefined;
	return `arrived ${arrived} times in ${outcome.attempts} attempts`;
}
