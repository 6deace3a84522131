import type { IDataObject } from 'n8n-workflow';
import type { Plan } from '../delivery/job';
import { headerReader } from '../n8n/headers';
import {
	eachItem,
	type Operation,
	type OutputItem,
	type RunContext,
	type Success,
} from '../n8n/operation';
import { predictionDefaults } from './properties';
import { readBody, targetOf, type PredictionEndpoint } from './request';
import { readPrediction, type PredictionResult } from './response';

/** The operation of a node that asks for predictions: one request for each input item. */
export function predictionOperation(endpoint: PredictionEndpoint): Operation<PredictionResult> {
	return {
		defaults: predictionDefaults,
		outputs: endpoint.hasControlGroup ? 2 : 1,
		keyType: endpoint.keyType,
		longestResponse: 4 * 1024 * 1024,
		words: { unit: 'prediction', units: 'predictions', done: 'answered' },
		plan: (run) => planPredictions(endpoint, run),
		present: presentPrediction,
	};
}

function planPredictions(endpoint: PredictionEndpoint, run: RunContext): Plan<PredictionResult> {
	const { options } = run;
	const source = options.choice('bodySource', 'Specify Request', ['fields', 'json']);
	const form = options.choice('output', 'Output', ['eachRecommendation', 'response']);
	const whenEmpty = options.choice('options.whenEmpty', 'When Empty', ['emptyItem', 'nothing']);
	const headersOf = headerReader(run.parameters);
	return eachItem(run, (index) => {
		const parameters = run.parameters.at(index);
		const connection = run.connectionOf(index);
		const { fields, text } = readBody(endpoint, source, parameters, connection);
		const limit = parameters.wholeNumber('options.limit', 'Limit', Number.MAX_SAFE_INTEGER);
		const reading = { form, limit, reportsEmpty: whenEmpty === 'emptyItem' };
		const id = targetOf(endpoint, fields);
		const bytes = Buffer.from(text);
		return [
			{
				kind: 'job',
				indexes: [index],
				account: connection,
				target: id === null ? null : { scope: endpoint.target.scope, id },
				units: 1,
				url: connection.baseUrl + endpoint.path,
				headers: headersOf(index).values,
				body: () => ({ kind: 'json', bytes }),
				read: (data) => readPrediction(endpoint, fields, reading, data),
			},
		];
	});
}

/** As a tool, a control group leaves by the first output: an AI agent sees no other. */
function* presentPrediction(
	{ accepted }: Success<PredictionResult>,
	{ runsAsTool }: Pick<RunContext, 'runsAsTool'>,
): Generator<OutputItem, void> {
	const { group, records } = accepted.data;
	const output = group === 'control' && !runsAsTool ? 1 : 0;
	for (const json of records()) {
		if (isDataObject(json)) yield { output, json };
	}
}

/** Narrows an object that was parsed from JSON to n8n's type for such objects. */
function isDataObject(value: object): value is IDataObject {
	return !Array.isArray(value);
}
