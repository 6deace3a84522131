import { gzipSync } from 'node:zlib';

import { envelope, jsonAnswer, platformPage, textAnswer, type Answer } from '../server/answer';
import { readAndDrop, readHalf } from '../server/body';
import { reset, wait, type Exchange } from '../server/exchange';
import { firstHalf, send, sendAhead, sendHalf, sendSlowly } from '../server/send';
import { isObject } from '../../n8n/json';
import { isProcessed, type Fault, type GivenAnswer } from './fault';

/**
 * Lets a fault act before Kainic's function sees the request.
 * @returns whether the request goes on to the function
 */
export async function actBefore(exchange: Exchange, action: Fault): Promise<boolean> {
	if (isProcessed(action)) return true;
	if (action.kind === 'delay') {
		await wait(exchange, action.delayMs);
		return !exchange.response.destroyed;
	}
	exchange.ledger.settle(exchange.record, {
		type: 'not_processed',
		reason: `fault: ${action.kind}`,
	});
	await takeAway(exchange, action);
	return false;
}

async function takeAway(exchange: Exchange, action: Fault): Promise<void> {
	const { request } = exchange;
	if (action.kind === 'drop') {
		if (action.at === 'half_body') await readHalf(request);
		return reset(exchange);
	}
	if (action.kind === 'early_answer') {
		await readHalf(request);
		return sendAhead(exchange, bareAnswer(action));
	}
	await readAndDrop(request);
	const answer = answerOf(action, exchange);
	if (answer !== undefined) send(exchange, answer);
}

/** Gives the function's answer to the client, or does to it what the request's fault says. */
export async function deliver(exchange: Exchange, answer: Answer): Promise<void> {
	const { action } = exchange;
	if (action === undefined) return send(exchange, answer);
	switch (action.kind) {
		case 'drop':
			return action.at === 'half_answer' ? sendHalf(exchange, answer) : reset(exchange);
		case 'hang':
			return action.processed ? undefined : send(exchange, answer);
		case 'delay':
			if (action.processed) await wait(exchange, action.delayMs);
			return send(exchange, answer);
		case 'truncate':
			return send(exchange, { ...answer, body: firstHalf(answer.body) });
		case 'trickle':
			return sendSlowly(exchange, answer, action.bytesPerSecond ?? 1);
		case 'large':
			return send(exchange, { ...answer, body: padded(answer.body, action.bytes) });
		case 'gzip':
			return send(exchange, compressed(answer, gzipSync(answer.body)));
		case 'broken_gzip':
			return send(exchange, compressed(answer, damaged(gzipSync(answer.body))));
		case 'echo_url':
			return send(exchange, withEchoedUrl(answer, exchange));
		default:
			return send(exchange, answerOf(action, exchange) ?? answer);
	}
}

function compressed(answer: Answer, body: Buffer): Answer {
	return { ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' }, body };
}

/** A JSON object with this much padding in a field before the others. */
function padded(json: Buffer, bytes: number): Buffer {
	const padding = Buffer.alloc(bytes, 'x');
	return Buffer.concat([Buffer.from('{"padding":"'), padding, Buffer.from('",'), json.subarray(1)]);
}

function damaged(body: Buffer): Buffer {
	const broken = Buffer.from(body);
	broken.fill(0xff, 10);
	return broken;
}

/** @returns the answer that a fault gives, or undefined if the emulator answers as usual */
function answerOf(action: Fault, exchange: Exchange): Answer | undefined {
	switch (action.kind) {
		case 'answer':
		case 'early_answer':
			return bareAnswer(action);
		case 'html':
			return platformPage(action.status ?? 200, 'Server Error', 'Please try again later.');
		case 'not_json':
			return textAnswer(action.status ?? 200, 'application/json', action.body ?? 'not JSON');
		case 'refuse_key': {
			const message = exchange.world.contract.refusedKey;
			return envelope({ type: 'failure', message }, action.status ?? 401);
		}
		case 'redirect':
			return {
				...textAnswer(action.status ?? 307, 'text/plain', 'Moved'),
				headers: { location: action.location },
			};
		case 'echo_url':
			if (action.as === 'success') return undefined;
			return envelope(
				{ type: 'failure', message: `Cannot process ${urlOf(exchange)}` },
				action.status ?? exchange.world.settings.failureStatus,
			);
		default:
			return undefined;
	}
}

function bareAnswer(given: GivenAnswer): Answer {
	const { status, headers, body = '', contentType = 'text/plain' } = given;
	const answer = textAnswer(status, contentType, body);
	return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** Adds the request's whole URL, key included, to the data of a success. */
function withEchoedUrl(answer: Answer, exchange: Exchange): Answer {
	const content: unknown = JSON.parse(answer.body.toString());
	if (!isObject(content) || !('data' in content)) return answer;
	const data = isObject(content['data']) ? content['data'] : {};
	const echoed = { ...data, request_url: urlOf(exchange) };
	return jsonAnswer(answer.status, { ...content, data: echoed });
}

function urlOf({ request }: Exchange): string {
	return `http://${request.headers.host ?? '127.0.0.1'}${request.url ?? '/'}`;
}
