import { shortened } from '../values';
import { KeySearch, pieceLength } from './key-search';

/**
 * Removes the API keys of a run from what a server sent, in every spelling. Takes time linear in the
 * text, whatever the text is.
 */
export interface Redactor {
	/** Characters that a key can take, however it is spelled. */
	readonly reach: number;
	text(text: string): string;
	/**
	 * The beginning of a text without any part of a key: at most `length` characters (1 or more), the
	 * last one a `…` if there are more. Reads no more of the text than it needs.
	 */
	excerpt(text: string, length: number): string;
	/**
	 * Redacts a body whose data is handed on. Keys shorter than 8 characters stay: ordinary data holds
	 * them by chance. Yields after every 16 K characters, so that the caller can yield to the event loop.
	 */
	body(text: string): Generator<void, string>;
}

const placeholder = '[API key]';

const shortestInData = 8;

/** Creates a redactor for all keys that a run sends. Empty keys are skipped. */
export function createRedactor(keys: readonly string[]): Redactor {
	const all = new KeySearch(keys.filter((key) => key !== ''));
	const long = new KeySearch(keys.filter((key) => key.length >= shortestInData));
	return {
		reach: all.reach,
		text: (text) => toEnd(redact(all, text, Infinity, lengthOfPiece(all))),
		excerpt: (text, length) => shortened(toEnd(redact(all, text, length + 1, length)), length),
		body: (text) => redact(long, text, Infinity, lengthOfPiece(long)),
	};
}

/** Each piece is read with as much behind it as a key can take, so a short piece would be read again and again. */
function lengthOfPiece({ reach }: KeySearch): number {
	return Math.max(pieceLength, reach);
}

/** Redacts piece by piece, until the result has `enough` characters. */
function* redact(
	keys: KeySearch,
	text: string,
	enough: number,
	length: number,
): Generator<void, string> {
	if (keys.reach === 0) return text;
	let result = '';
	let position = 0;
	while (position < text.length && result.length < enough) {
		const until = position + length;
		for (const { start, end } of yield* keys.matches(text, position, until)) {
			result += text.slice(position, start) + placeholder;
			position = end;
		}
		if (position < until) {
			result += text.slice(position, until);
			position = until;
		}
		yield;
	}
	return result;
}

function toEnd<Result>(steps: Generator<void, Result>): Result {
	for (;;) {
		const step = steps.next();
		if (step.done === true) return step.value;
	}
}
