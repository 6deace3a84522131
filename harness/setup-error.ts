import { isObject } from './json';

/** A failure that its message explains whole: shown to people without a stack. */
export class SetupError extends Error {
	override readonly name = 'SetupError';
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
	if (!isObject(thrown) || typeof thrown['message'] !== 'string') return String(thrown);
	return thrown['message'];
}

/**
 * The code of a system error (`ENOENT`, `EADDRINUSE`, …), or undefined. It does not ask for an
 * instance of Error: inside Jest, those of Node's own modules are instances of another one.
 */
export function codeOf(thrown: unknown): string | undefined {
	return isObject(thrown) && typeof thrown['code'] === 'string' ? thrown['code'] : undefined;
}
