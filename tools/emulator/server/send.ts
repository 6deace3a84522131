import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Answer } from './answer';
import { readAndDrop } from './body';
import { reset, wait, type Exchange } from './exchange';

/** Long enough for the client to read what was written before the connection breaks. */
const beforeReset = 20;

/** Sends an answer whole. Does nothing where one was sent already. */
export function send(exchange: Exchange, answer: Answer): void {
	if (!writeHead(exchange, answer)) return;
	exchange.response.end(answer.body);
}

/**
 * Sends an answer whole while the request's body is still coming, and reads and drops the rest of
 * it. The answer ends only then: node:http closes the connection with it, and a client whose bytes
 * hit a closed connection loses what it had not read yet.
 */
export async function sendAhead(exchange: Exchange, answer: Answer): Promise<void> {
	if (!writeHead(exchange, answer)) return;
	exchange.response.write(answer.body);
	await readAndDrop(exchange.request);
	exchange.response.end();
}

/**
 * Sends an answer, or only the beginning of its announced body, and breaks the connection.
 * @param bytes how much of the body is sent
 */
export async function sendAndReset(
	exchange: Exchange,
	answer: Answer,
	bytes = answer.body.length,
): Promise<void> {
	if (!writeHead(exchange, answer)) return;
	// Not ended, since an ended answer may close the connection in order.
	exchange.response.write(answer.body.subarray(0, bytes));
	await wait(exchange, beforeReset);
	reset(exchange);
}

/** Sends a body at a pace, beginning at once. */
export async function sendSlowly(
	exchange: Exchange,
	answer: Answer,
	bytesPerSecond: number,
): Promise<void> {
	if (!writeHead(exchange, answer)) return;
	const { response } = exchange;
	const bytesAtOnce = Math.max(1, Math.round(bytesPerSecond / 20));
	for (let sent = 0; sent < answer.body.length && !response.destroyed; sent += bytesAtOnce) {
		response.write(answer.body.subarray(sent, sent + bytesAtOnce));
		await wait(exchange, (bytesAtOnce / bytesPerSecond) * 1000);
	}
	response.end();
}

/** Sends a JSON object with this much padding in a field before the others, without ever holding it all. */
export async function sendPadded(
	exchange: Exchange,
	answer: Answer,
	padding: number,
): Promise<void> {
	const before = Buffer.from('{"padding":"');
	const after = Buffer.concat([Buffer.from('",'), answer.body.subarray(1)]);
	if (!writeHead(exchange, answer, before.length + padding + after.length)) return;
	const body = Readable.from(padded(before, padding, after));
	// A client that closes in the middle of a huge answer does what it should.
	await pipeline(body, exchange.response).catch(() => undefined);
}

function* padded(before: Buffer, padding: number, after: Buffer): Generator<Buffer> {
	const chunk = Buffer.alloc(64 * 1024, 'x');
	yield before;
	for (let left = padding; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
	yield after;
}

export function firstHalf(body: Buffer): Buffer {
	return body.subarray(0, Math.floor(body.length / 2));
}

function writeHead(exchange: Exchange, answer: Answer, length = answer.body.length): boolean {
	const { response, record } = exchange;
	if (response.headersSent || response.destroyed) return false;
	record.status = answer.status;
	response.writeHead(answer.status, { ...answer.headers, 'content-length': String(length) });
	return true;
}
