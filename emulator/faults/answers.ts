import { envelope, jsonAnswer, platformPage, textAnswer, type Answer } from '../server/answer';
import type { Exchange } from '../server/exchange';
import { isRecord } from '../values';
import type { AnswerFault, EarlyAnswerFault, FaultAction } from './fault';

/** @returns what a fault says in place of Kainic, or undefined where it lets Kainic speak */
export function answerOf(action: FaultAction, exchange: Exchange): Answer | undefined {
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

/** @returns the answer that a fault spells out */
export function bareAnswer(fault: AnswerFault | EarlyAnswerFault): Answer {
	const { status, headers, body = '', contentType = 'text/plain' } = fault;
	const answer = textAnswer(status, contentType, body);
	return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** Adds the request's whole URL, key included, to the data of a success. */
export function withEchoedUrl(answer: Answer, exchange: Exchange): Answer {
	const content: unknown = JSON.parse(answer.body.toString());
	if (!isRecord(content) || !('data' in content)) return answer;
	const data = isRecord(content['data']) ? content['data'] : {};
	const echoed = { ...data, request_url: urlOf(exchange) };
	return jsonAnswer(answer.status, { ...content, data: echoed });
}

function urlOf({ request }: Exchange): string {
	return `http://${request.headers.host ?? '127.0.0.1'}${request.url ?? '/'}`;
}
