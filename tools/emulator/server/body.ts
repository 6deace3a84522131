import type { IncomingMessage } from 'node:http';

/** Where the length is not announced, this much counts as half of a body. */
const halfOfUnknown = 64 * 1024;

/** Reads a body and drops it. Resolves at its end, or when the connection breaks. */
export function readAndDrop(request: IncomingMessage): Promise<void> {
	return new Promise((resolve) => {
		if (request.readableEnded || request.destroyed) return resolve();
		request.once('end', resolve);
		request.once('close', resolve);
		request.resume();
	});
}

/** Reads at least half of a body, drops it, and stops reading. */
export function readHalf(request: IncomingMessage): Promise<void> {
	const half = (announcedLength(request) ?? halfOfUnknown * 2) / 2;
	return new Promise((resolve) => {
		let read = 0;
		const finish = () => {
			request.off('data', onData);
			request.off('end', finish);
			request.off('close', finish);
			request.pause();
			resolve();
		};
		const onData = (chunk: Buffer) => {
			read += chunk.length;
			if (read >= half) finish();
		};
		request.on('data', onData);
		request.once('end', finish);
		request.once('close', finish);
	});
}

/** @returns bytes, or undefined for a body that comes in chunks or is none */
function announcedLength(request: IncomingMessage): number | undefined {
	const announced = request.headers['content-length'];
	return announced === undefined ? undefined : Number(announced);
}

/** Reads a body of at most so many bytes. The rest of a larger one is left unread. */
export async function readBody(
	request: IncomingMessage,
	maxBytes: number,
): Promise<Buffer[] | 'too large' | 'broken off'> {
	if ((announcedLength(request) ?? 0) > maxBytes) return 'too large';
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
