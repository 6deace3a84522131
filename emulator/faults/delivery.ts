import { gzipSync } from 'node:zlib';

import type { Answer } from '../server/answer';
import { reset, wait, type Exchange } from '../server/exchange';
import { firstHalf, send, sendAndReset, sendPadded, sendSlowly } from '../server/send';
import { answerOf, withEchoedUrl } from './answers';

/** Gives the function's answer to the client, or does to it what the request's fault says. */
export async function deliver(exchange: Exchange, answer: Answer): Promise<void> {
	const { action } = exchange;
	if (action === undefined) return send(exchange, answer);
	switch (action.kind) {
		case 'drop':
			if (action.at !== 'half_answer') return reset(exchange);
			return sendAndReset(exchange, answer, firstHalf(answer.body).length);
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
			return sendPadded(exchange, withPaddingField(answer), paddingField.length, action.bytes);
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

const paddingField = '{"padding":"';

/** Puts an empty `padding` field at the beginning of a JSON object. */
function withPaddingField(answer: Answer): Answer {
	const rest = answer.body.subarray(1);
	return { ...answer, body: Buffer.concat([Buffer.from(`${paddingField}",`), rest]) };
}

function compressed(answer: Answer, body: Buffer): Answer {
	return { ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' }, body };
}

function damaged(body: Buffer): Buffer {
	const broken = Buffer.from(body);
	broken.fill(0xff, 10);
	return broken;
}
