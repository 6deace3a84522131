import type { Seen } from '../answers';

/** A claim that this project makes about the API. */
export interface Claim {
	readonly id: string;
	readonly claim: string;
	/** The probes whose answers can settle it; they are shown with it. */
	readonly probes: readonly string[];
	readonly judge: (seen: Seen) => Judgement;
}

/** An option of a node that makes up for a difference, with its value. */
export interface Remedy {
	readonly node: string;
	readonly option: string;
	readonly value: unknown;
}

export interface Judgement {
	readonly verdict: 'confirmed' | 'different' | 'open';
	readonly note: string;
	readonly remedy: Remedy | null;
}

export function confirmed(note = ''): Judgement {
	return { verdict: 'confirmed', note, remedy: null };
}

export function different(note = '', remedy: Remedy | null = null): Judgement {
	return { verdict: 'different', note, remedy };
}

/** Nothing counts as seen that has another explanation. */
export function open(note = ''): Judgement {
	return { verdict: 'open', note, remedy: null };
}
