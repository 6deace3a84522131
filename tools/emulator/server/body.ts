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
export function announcedLength(request: IncomingMessage): number | undefined {
	const announced = request.headers['content-length'];
	return announced === undefined ? undefined : Number(announced);
}

/**
 * Calls back as soon as more than this many bytes of a body have come. What comes after that is
 * dropped, and whoever reads the request sees it end.
 */
export function watchSize(
	request: IncomingMessage,
	maxBytes: number,
	onTooLarge: () => void,
): void {
	const push = request.push.bind(request);
	let received = 0;
	// Whoever listens to `data` takes the body away from the framework, so the bytes are counted
	// where node:http hands them in.
	request.push = (chunk: unknown, encoding?: BufferEncoding) => {
		const before = received;
		if (chunk instanceof Uint8Array) received += chunk.length;
		if (received <= maxBytes || chunk === null) return push(chunk, encoding);
		if (before <= maxBytes) onTooLarge();
		return true;
	};
}
