import { createHash } from 'node:crypto';
import type { HttpFunction, Request } from '@google-cloud/functions-framework';

import { refusedKey } from '../endpoints/access';
import { uploadProducts } from '../endpoints/catalog';
import { collectEvents } from '../endpoints/collector';
import { exampleOf } from '../endpoints/example';
import { predict, predictInExperiment } from '../endpoints/prediction';
import type { Endpoint, Verdict } from '../endpoints/verdict';
import { deliver } from '../faults/strike';
import type { EndpointName } from '../settings';
import { envelope, platformPage, textAnswer, type Answer } from './answer';
import type { Exchange } from './exchange';
import { readForm, type Form } from './form';

export type FindExchange = (request: object) => Exchange | undefined;

/** Any other endpoint answers with the contract's example. */
const endpoints: Readonly<Partial<Record<EndpointName, Endpoint>>> = {
	events: collectEvents,
	predict,
	experiment: predictInExperiment,
	catalog: uploadProducts,
};

/** Kainic itself, as a function that Google's framework runs for each request. */
export function makeKainicFunction(findExchange: FindExchange): HttpFunction {
	return async (request, response) => {
		const exchange = findExchange(request);
		// The front may have answered while the body still came.
		if (exchange === undefined || response.headersSent || response.destroyed) return;
		await deliver(exchange, await answerTo(request, exchange));
	};
}

async function answerTo(request: Request, exchange: Exchange): Promise<Answer> {
	const { endpoint } = exchange.record;
	noteBody(request, exchange);
	const { answerInstead } = exchange.world.settings;
	if (answerInstead !== null) {
		const { status, contentType, body } = answerInstead;
		return notProcessed(exchange, 'not Kainic', textAnswer(status, contentType, body));
	}
	if (endpoint === null) {
		return notProcessed(exchange, 'no such path', platformPage(404, 'Page not found', notFound));
	}
	if (request.method !== 'POST') {
		const page = platformPage(405, 'Method Not Allowed', 'Kainic takes POST only.');
		return notProcessed(exchange, 'not a POST', page);
	}
	const form = await readForm(request.headers, request.rawBody ?? Buffer.alloc(0));
	if (exchange.world.ledger !== exchange.ledger) {
		const page = platformPage(503, 'Service Unavailable', 'The emulator was reset meanwhile.');
		return notProcessed(exchange, 'reset meanwhile', page);
	}
	const verdict = process(request, endpoint, form, exchange);
	return envelope(verdict, exchange.world.settings.failureStatus);
}

const notFound = 'The requested URL was not found on this server.';

function notProcessed(exchange: Exchange, reason: string, answer: Answer): Answer {
	exchange.ledger.settle(exchange.record, { type: 'not_processed', reason });
	return answer;
}

function noteBody({ rawBody }: Request, { record }: Exchange): void {
	record.bodyBytes = rawBody?.length ?? 0;
	record.bodySha256 = createHash('sha256')
		.update(rawBody ?? '')
		.digest('hex');
}

function process(
	request: Request,
	endpoint: EndpointName,
	form: Form | undefined,
	{ world, ledger, record, apiKey }: Exchange,
): Verdict {
	const body: unknown = request.is('application/json') ? request.body : undefined;
	const answer = endpoints[endpoint] ?? exampleOf(endpoint);
	const verdict = refusedKey(endpoint, apiKey, world) ?? answer({ record, body, form }, world);
	ledger.settle(
		record,
		verdict.type === 'success'
			? { type: 'accepted' }
			: { type: 'refused', message: verdict.message },
	);
	return verdict;
}
