import { readAndDrop, readHalf } from '../server/body';
import { reset, wait, type Exchange } from '../server/exchange';
import { send, sendAhead, sendAndReset } from '../server/send';
import { answerOf, bareAnswer } from './answers';
import { isProcessed, type FaultAction } from './fault';

/**
 * Lets a fault act before Kainic's function sees the request.
 * @returns whether the request goes on to the function
 */
export async function actBefore(exchange: Exchange, action: FaultAction): Promise<boolean> {
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

async function takeAway(exchange: Exchange, action: FaultAction): Promise<void> {
	const { request } = exchange;
	if (action.kind === 'drop') {
		if (action.at === 'half_body') await readHalf(request);
		return reset(exchange);
	}
	if (action.kind === 'early_answer') {
		await readHalf(request);
		if (action.close) return sendAndReset(exchange, bareAnswer(action));
		return sendAhead(exchange, bareAnswer(action));
	}
	await readAndDrop(request);
	const answer = answerOf(action, exchange);
	if (answer !== undefined) send(exchange, answer);
}
