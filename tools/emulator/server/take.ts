import type { IncomingMessage, ServerResponse } from 'node:http';

import { uploadProducts } from '../endpoints/catalog';
import { collectEvents } from '../endpoints/collector';
import { predict, predictInExperiment } from '../endpoints/prediction';
import { refusedKey } from '../endpoints/verdict';
import type { Endpoint, KainicRequest, Verdict } from '../endpoints/verdict';
import { actBefore, deliver } from '../faults/strike';
import type { EndpointName } from '../kainic';
import { messageOf } from '../../n8n/setup-error';
import type { World } from '../world';
import { envelope, textAnswer, type Answer } from './answer';
import { readBody } from './body';
import type { Exchange } from './exchange';
import type { UploadForm } from '../state/records';
import { readForm, type Form } from './form';
import { readArrival } from './arrival';
import { sendAhead } from './send';

const endpoints: Readonly<Record<EndpointName, Endpoint>> = {
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
): Promise<void> {
	const exchange = begin(request, response, world);
	if (exchange.action !== undefined && !(await actBefore(exchange, exchange.action))) return;
	const body = await readBody(request, world.settings.maxRequestBytes);
	if (body === 'broken off') return;
	if (body === 'too large') {
		const page = notProcessed(exchange, 413, 'larger than the platform takes');
		return await sendAhead(exchange, page);
	}
	await deliver(exchange, await answerTo(exchange, body));
}

function begin(request: IncomingMessage, response: ServerResponse, world: World): Exchange {
	const { arrival, apiKey } = readArrival(request);
	const { ledger } = world;
	const record = ledger.begin(arrival);
	const connection = new AbortController();
	response.once('close', () => {
		ledger.end(record, Date.now());
		connection.abort();
	});
	const action = world.faults.take(arrival.endpoint);
	record.fault = action?.kind ?? null;
	const { signal } = connection;
	return { request, response, signal, world, ledger, record, apiKey, action };
}

async function answerTo(exchange: Exchange, body: readonly Buffer[]): Promise<Answer> {
	const { record, request, world, ledger } = exchange;
	if (record.endpoint === null) return notProcessed(exchange, 404, 'no such path');
	if (record.method !== 'POST') return notProcessed(exchange, 405, 'not a POST');
	let json: unknown;
	try {
		json = readJson(body, request.headers['content-type']);
	} catch (thrown) {
		return notProcessed(exchange, 400, `unreadable: ${messageOf(thrown)}`);
	}
	const form = await readForm(request.headers, body);
	record.form = form === undefined ? null : startOf(form);
	if (world.ledger !== ledger) return notProcessed(exchange, 503, 'reset meanwhile');
	const verdict = verdictOn({ record, body: json, form }, record.endpoint, exchange);
	return envelope(verdict, world.settings.failureStatus);
}

/** What the ledger keeps of a form: not the whole files, which can be large. */
function startOf({ fields, files }: Form): UploadForm {
	const start = ({ fieldName, content }: Form['files'][number]) => ({
		fieldName,
		start: content.toString('utf8', 0, 100),
	});
	return { fields, files: files.map(start) };
}

/** A page of the platform, instead of Kainic's answer. */
function notProcessed(exchange: Exchange, status: number, reason: string): Answer {
	exchange.ledger.settle(exchange.record, { type: 'not_processed', reason });
	return textAnswer(status, 'text/html; charset=UTF-8', `<h1>Error ${status}: ${reason}</h1>`);
}

/**
 * The JSON of a body as Google's functions framework reads it: an object or an array, `{}` for an
 * empty body, undefined for other content.
 */
function readJson(body: readonly Buffer[], contentType = ''): unknown {
	if (!/^application\/json\b/i.test(contentType)) return undefined;
	const text = Buffer.concat(body).toString();
	const json: unknown = JSON.parse(text === '' ? '{}' : text);
	if (typeof json === 'object' && json !== null) return json;
	throw new SyntaxError('neither an object nor an array');
}

function verdictOn(
	kainicRequest: KainicRequest,
	endpoint: EndpointName,
	{ world, ledger, record, apiKey }: Exchange,
): Verdict {
	const verdict = refusedKey(endpoint, apiKey, world) ?? endpoints[endpoint](kainicRequest, world);
	const isSuccess = verdict.type === 'success';
	ledger.settle(
		record,
		isSuccess ? { type: 'accepted' } : { type: 'refused', message: verdict.message },
	);
	return verdict;
}
