/** A failure that its message explains whole: shown to people without a stack. */
export class SetupError extends Error {
	override readonly name = 'SetupError';
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
	return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The code of a system error (`ENOENT`, `EADDRINUSE`, …), or undefined. */
export function codeOf(thrown: unknown): string | undefined {
	if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
	return typeof thrown.code === 'string' ? thrown.code : undefined;
}
