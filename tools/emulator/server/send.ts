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

/** Sends the first half of the announced body, and breaks the connection. */
export async function sendHalf(exchange: Exchange, answer: Answer): Promise<void> {
	if (!writeHead(exchange, answer)) return;
	// Not ended, since an ended answer may close the connection in order.
	exchange.response.write(firstHalf(answer.body));
	await wait(exchange, beforeReset);
	reset(exchange);
}

/** Sends a body one byte a second, beginning at once. */
export async function sendSlowly(exchange: Exchange, answer: Answer): Promise<void> {
	if (!writeHead(exchange, answer)) return;
	const { response } = exchange;
	for (let sent = 0; sent < answer.body.length && !response.destroyed; sent += 1) {
		response.write(answer.body.subarray(sent, sent + 1));
		await wait(exchange, 1000);
	}
	response.end();
}

export function firstHalf(body: Buffer): Buffer {
	return body.subarray(0, Math.floor(body.length / 2));
}

function writeHead({ response, record }: Exchange, { status, headers, body }: Answer): boolean {
	if (response.headersSent || response.destroyed) return false;
	record.status = status;
	response.writeHead(status, { ...headers, 'content-length': String(body.length) });
	return true;
}
