import { textAnswer, type Answer } from '../server/answer';
import { readAndDrop, readHalf } from '../server/body';
import { reset, wait, type Exchange } from '../server/exchange';
import { firstHalf, send, sendAhead, sendHalf, sendSlowly } from '../server/send';
import { faultWords, isProcessed, type Fault, type GivenAnswer } from './fault';

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
		reason: `Not processed, with this fault: ${faultWords[action.kind]}`,
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
		return sendAhead(exchange, answerOf(action, exchange));
	}
	await readAndDrop(request);
	if (action.kind === 'answer') send(exchange, answerOf(action, exchange));
}

/** Gives the function's answer to the client, or does to it what the request's fault says. */
export async function deliver(exchange: Exchange, answer: Answer): Promise<void> {
	const { action } = exchange;
	switch (action?.kind) {
		case 'answer':
			return send(exchange, answerOf(action, exchange));
		case 'drop':
			return action.at === 'half_answer' ? sendHalf(exchange, answer) : reset(exchange);
		case 'hang':
			return;
		case 'delay':
			if (action.processed) await wait(exchange, action.delayMs);
			return send(exchange, answer);
		case 'truncate':
			return send(exchange, { ...answer, body: firstHalf(answer.body) });
		case 'trickle':
			return sendSlowly(exchange, answer);
		default:
			return send(exchange, answer);
	}
}

function answerOf(given: GivenAnswer, { request }: Exchange): Answer {
	const { status, headers, body = '', contentType = 'text/plain' } = given;
	const url = `http://${request.headers.host ?? '127.0.0.1'}${request.url ?? '/'}`;
	const answer = textAnswer(
		status,
		contentType,
		body.replaceAll('{url}', () => url),
	);
	return { ...answer, headers: { ...answer.headers, ...headers } };
}
