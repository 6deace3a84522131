import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';

/** Where the length is not announced, this much counts as half of a body. */
const halfOfUnknown = 64 * 1024;

/** Reads a body and drops it. Resolves at its end, or when the connection breaks. */
export async function readAndDrop(request: IncomingMessage): Promise<void> {
	await finished(request.resume(), { writable: false }).catch(() => undefined);
}

/** Reads at least half of a body, drops it, and stops reading. */
export async function readHalf(request: IncomingMessage): Promise<void> {
	await readUpTo(request, announcedLength(request) / 2 || halfOfUnknown);
}

/** Reads a body of at most so many bytes. The rest of a larger one is left unread. */
export async function readBody(
	request: IncomingMessage,
	maxBytes: number,
): Promise<Buffer[] | 'too large' | 'broken off'> {
	return announcedLength(request) > maxBytes ? 'too large' : await readUpTo(request, maxBytes);
}

/** @returns bytes; 0 for a body that comes in chunks or is none */
function announcedLength(request: IncomingMessage): number {
	return Number(request.headers['content-length'] ?? 0);
}

async function readUpTo(request: IncomingMessage, maxBytes: number) {
	const chunks: Buffer[] = [];
	let bytes = 0;
	try {
		for await (const chunk of request.iterator({ destroyOnReturn: false })) {
			if (!(chunk instanceof Buffer)) continue;
			bytes += chunk.length;
			if (bytes > maxBytes) return 'too large';
			chunks.push(chunk);
		}
		return chunks;
	} catch {
		return 'broken off';
	}
}
