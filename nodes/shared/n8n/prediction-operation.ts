import type { IDataObject } from 'n8n-workflow';
import { pause, refuse, type Job, type Plan, type Reading, type Step } from '../delivery/job';
import { problemOf } from '../failure';
import { targetOf, type PredictionEndpoint } from '../kainic/prediction';
import { readPrediction, type Prediction, type ReadingStyle } from '../kainic/recommendations';
import { headerReader } from './headers';
import type { Operation, Outlet, Setup, Success } from './operation';
import type { Parameters } from './parameters';
import { requestReader, type PredictionPanel, type PredictionRequest } from './prediction-request';

/** What distinguishes the nodes that ask for predictions. */
export interface PredictionNode {
	readonly endpoint: PredictionEndpoint;
	readonly panel: PredictionPanel;
}

/** What an answered request becomes. */
export interface Answered {
	readonly output: 0 | 1;
	readonly records: Prediction['records'];
}

/** The name that a recommendation's own `error` gets: n8n takes items that have one for failures. */
const renamedError = 'kainic_error';

/** How a node asks for predictions: one request for each input item, answered while somebody waits. */
export function predictionOperation(node: PredictionNode): Operation<Answered> {
	return {
		defaults: { concurrency: 5, maxAttempts: 2, timeout: 5, timeBudget: 8 },
		outputs: node.endpoint.hasControlGroup ? 2 : 1,
		endsBy: 'item',
		words: { unit: 'prediction', units: 'predictions', done: 'answered' },
		givesHint: false,
		plan: (setup) => planPredictions(node, setup),
		present: presentPrediction,
		remark: () => '',
		summarizes: () => false,
	};
}

function planPredictions(node: PredictionNode, setup: Setup): Plan<Answered> {
	const style = readStyle(setup.parameters);
	const readRequest = requestReader(node.endpoint, node.panel, setup);
	return predictionSteps(setup, jobMaker(node.endpoint, style, setup), readRequest);
}

function* predictionSteps(
	setup: Setup,
	toJob: (index: number, request: PredictionRequest) => Job<Answered>,
	readRequest: (index: number) => PredictionRequest,
): Generator<Step<Answered>> {
	for (const index of setup.items.keys()) {
		if (setup.pauseIsDue()) yield pause;
		try {
			yield toJob(index, readRequest(index));
		} catch (error) {
			yield refuse([index], problemOf(error, `Item ${index}`));
		}
	}
}

function readStyle({ choice, wholeNumber }: Parameters): ReadingStyle {
	return {
		form: choice('output', ['eachRecommendation', 'response']),
		limit: wholeNumber('options.limit', Number.MAX_SAFE_INTEGER, 'Limit'),
		reportsEmpty: choice('options.whenEmpty', ['emptyItem', 'nothing']) === 'emptyItem',
	};
}

function jobMaker(
	endpoint: PredictionEndpoint,
	style: ReadingStyle,
	{ connection, parameters, runsAsTool }: Setup,
): (index: number, request: PredictionRequest) => Job<Answered> {
	const headersOf = headerReader(parameters);
	return (index, { fields, text }) => {
		const body = Buffer.from(text);
		return {
			kind: 'job',
			indexes: [index],
			completes: true,
			// A request that names no model or experiment shares its fate with no other.
			group: targetOf(endpoint, fields) ?? ` of item ${index}`,
			units: 1,
			url: connection.baseUrl + endpoint.path,
			headers: headersOf(index).values,
			body: () => body,
			read: (data) => assignOutput(readPrediction(endpoint, fields, style, data), runsAsTool),
			split: () => [],
		};
	};
}

/** An AI agent gets the first output of its tool alone, so there a control group leaves by it too. */
function assignOutput(reading: Reading<Prediction>, runsAsTool: boolean): Reading<Answered> {
	if (reading.kind === 'unreadable') return reading;
	const { group, records } = reading.data;
	const output = group === 'control' && !runsAsTool ? 1 : 0;
	return { kind: 'read', data: { output, records } };
}

function presentPrediction(success: Success<Answered>, outlet: Outlet): void {
	const { output, records } = success.accepted.data;
	for (const record of records.filter(isDataObject)) {
		outlet.put(success, output, withoutError(record));
	}
}

function withoutError(record: IDataObject): IDataObject {
	if (!Object.hasOwn(record, 'error')) return record;
	const { error, ...rest } = record;
	return { ...rest, [renamedError]: error };
}

/** What was parsed from JSON is what n8n calls data. */
function isDataObject(value: object): value is IDataObject {
	return !Array.isArray(value);
}
