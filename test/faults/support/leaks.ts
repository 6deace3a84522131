/** The keys of the tests: their core never occurs by itself, and the rest is encoded in addresses. */
const sentinelCore = 'sentinel7f3a';

export const sentinelKeys = [
	`${sentinelCore}-plain-key`,
	`${sentinelCore} key/+%?&=ü`,
	`${sentinelCore}'"<b>&amp;#:$,`,
	`${sentinelCore}%2Fkey%20🔑`,
] as const;

/** Each character of the core as it is, or in any of the ways in which servers spell it. */
const core = new RegExp(
	Array.from(sentinelCore, (character) => {
		const code = character.charCodeAt(0);
		const hex = code.toString(16);
		return `(?:${character}|%(?:25)*${hex}|&#0*${code};|&#x0*${hex};|\\\\+u00${hex})`;
	}).join(''),
	'gi',
);

/**
 * Counts the places where a text holds a sentinel key or the beginning of one, in whatever way it is
 * spelled.
 */
export function countLeaks(text: string): number {
	const spelled = text.match(core)?.length ?? 0;
	const base64 = text.split(Buffer.from(sentinelCore).toString('base64')).length - 1;
	return spelled + base64;
}
