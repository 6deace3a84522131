import { isObject } from './json';

/** A failure whose message is enough for the user: shown without a stack. */
export class SetupError extends Error {
	override readonly name = 'SetupError';
}

/** The message of any thrown value. */
export function messageOf(thrown: unknown): string {
	if (!isObject(thrown) || typeof thrown['message'] !== 'string') return String(thrown);
	return thrown['message'];
}

/**
 * The code of a system error (`ENOENT`, `EADDRINUSE`, …), or undefined. Not checked by `instanceof`,
 * since errors of Node's own modules have another Error class inside Jest.
 */
export function codeOf(thrown: unknown): string | undefined {
	return isObject(thrown) && typeof thrown['code'] === 'string' ? thrown['code'] : undefined;
}
