/** The keys of the tests: their core never occurs by itself, and the rest is encoded in addresses. */
export const sentinelCore = 'sentinel7f3a';

export const sentinelKeys = [
	`${sentinelCore}-plain-key`,
	`${sentinelCore} key/+%?&=ü`,
	`${sentinelCore}'"<b>\\&amp;#:$,`,
	`${sentinelCore}%2Fkey%20🔑`,
] as const;

/**
 * Counts the places where a text holds a sentinel key or the beginning of one, in whatever way the
 * rest of it is encoded.
 */
export function countLeaks(text: string): number {
	const plain = text.split(sentinelCore).length - 1;
	const encoded = text.toLowerCase().split(percentEncoded(sentinelCore)).length - 1;
	const base64 = text.split(Buffer.from(sentinelCore).toString('base64')).length - 1;
	return plain + encoded + base64;
}

function percentEncoded(text: string): string {
	return Array.from(Buffer.from(text), (byte) => `%${byte.toString(16)}`).join('');
}
