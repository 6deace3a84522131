import type { IncomingMessage, ServerResponse } from 'node:http';

import { uploadProducts } from '../endpoints/catalog';
import { collectEvents } from '../endpoints/collector';
import { predict, predictInExperiment } from '../endpoints/prediction';
import { refusedKey, violationFailure } from '../endpoints/verdict';
import type { Endpoint, KainicRequest, Verdict } from '../endpoints/verdict';
import { actBefore, deliver } from '../faults/strike';
import type { EndpointName } from '../settings';
import { messageOf } from '../../n8n/setup-error';
import type { World } from '../world';
import { envelope, platformPage, type Answer } from './answer';
import { readBody } from './body';
import type { Exchange } from './exchange';
import { readForm } from './form';
import { readArrival, type Router } from './arrival';
import { send, sendAhead } from './send';

/** Any other endpoint answers with the contract's example. */
const endpoints: Readonly<Partial<Record<EndpointName, Endpoint>>> = {
	events: collectEvents,
	predict,
	experiment: predictInExperiment,
	catalog: uploadProducts,
};

/** Takes one request: early faults, the limit of the platform, Kainic's answer, and late faults. */
export async function take(
	request: IncomingMessage,
	response: ServerResponse,
	world: World,
	route: Router,
): Promise<void> {
	const exchange = begin(request, response, world, route);
	if (exchange.action !== undefined && !(await actBefore(exchange, exchange.action))) return;
	const body = await readBody(request, world.settings.maxRequestBytes);
	if (body === 'too large') return await refuseTooLarge(exchange);
	if (body === 'broken off') return;
	exchange.record.bodyBytes = body.reduce((bytes, chunk) => bytes + chunk.length, 0);
	const json = readJson(body, request, exchange);
	if (json === unreadable) return;
	const form = await readForm(request.headers, body);
	await deliver(exchange, answerTo({ record: exchange.record, body: json, form }, exchange));
}

function begin(
	request: IncomingMessage,
	response: ServerResponse,
	world: World,
	route: Router,
): Exchange {
	const { arrival, apiKey } = readArrival(request, route, Date.now());
	const { ledger } = world;
	const record = ledger.begin(arrival);
	response.once('close', () => ledger.end(record, Date.now()));
	const action = world.faults.take(arrival.endpoint);
	record.fault = action?.kind ?? null;
	return { request, response, world, ledger, record, apiKey, action };
}

async function refuseTooLarge(exchange: Exchange): Promise<void> {
	const text = 'Your client issued a request that was too large.';
	const page = platformPage(413, 'Request Entity Too Large', text);
	await sendAhead(exchange, notProcessed(exchange, 'larger than the platform takes', page));
}

const unreadable = Symbol('unreadable');

/**
 * The JSON of a body as Google's functions framework reads it: an object or an array, `{}` for an
 * empty body, undefined for other content. What the framework cannot read gets its host's page.
 */
function readJson(body: readonly Buffer[], request: IncomingMessage, exchange: Exchange): unknown {
	try {
		decodeURIComponent(exchange.record.path);
		if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return undefined;
		const text = Buffer.concat(body).toString();
		const json: unknown = JSON.parse(text === '' ? '{}' : text);
		if (typeof json === 'object' && json !== null) return json;
		throw new SyntaxError('neither an object nor an array');
	} catch (thrown) {
		const page = platformPage(400, 'Bad Request', 'Your client has issued a malformed request.');
		send(exchange, notProcessed(exchange, `unreadable: ${messageOf(thrown)}`, page));
		return unreadable;
	}
}

function answerTo(kainicRequest: KainicRequest, exchange: Exchange): Answer {
	const { record, world, ledger } = exchange;
	if (record.endpoint === null) {
		const text = 'The requested URL was not found on this server.';
		return notProcessed(exchange, 'no such path', platformPage(404, 'Page not found', text));
	}
	if (record.method !== 'POST') {
		const page = platformPage(405, 'Method Not Allowed', 'Kainic takes POST only.');
		return notProcessed(exchange, 'not a POST', page);
	}
	if (world.ledger !== ledger) {
		const page = platformPage(503, 'Service Unavailable', 'The emulator was reset meanwhile.');
		return notProcessed(exchange, 'reset meanwhile', page);
	}
	return envelope(
		verdictOn(kainicRequest, record.endpoint, exchange),
		world.settings.failureStatus,
	);
}

function notProcessed(exchange: Exchange, reason: string, answer: Answer): Answer {
	exchange.ledger.settle(exchange.record, { type: 'not_processed', reason });
	return answer;
}

function verdictOn(
	kainicRequest: KainicRequest,
	endpoint: EndpointName,
	{ world, ledger, record, apiKey }: Exchange,
): Verdict {
	const answer = endpoints[endpoint] ?? exampleOf(endpoint);
	const verdict = refusedKey(endpoint, apiKey, world) ?? answer(kainicRequest, world);
	const isSuccess = verdict.type === 'success';
	ledger.settle(
		record,
		isSuccess ? { type: 'accepted' } : { type: 'refused', message: verdict.message },
	);
	return verdict;
}

/** Checks the body by the contract, and answers with its example. */
function exampleOf(endpoint: EndpointName): Endpoint {
	return ({ record, body }, world) => {
		record.body = body;
		const { checkRequest, example } = world.contract.of(endpoint);
		const violation = checkRequest(body);
		if (violation !== undefined) return violationFailure(world, endpoint, violation);
		return { type: 'success', data: example };
	};
}
