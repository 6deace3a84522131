import type { Plan } from '../send/job';
import { field } from '../kainic/api';
import { readHeaders } from '../panel/collections';
import { eachItem, type Operation, type RunContext } from '../operation';
import { formatNumber } from '../values';
import { readBody, targetOf, type PredictionEndpoint } from './request';
import { isControl, readPrediction } from './response';

/** The operation of a node that asks for predictions: one request for each input item. */
export function predictionOperation(endpoint: PredictionEndpoint): Operation {
	return {
		outputs: endpoint.hasControlGroup ? 2 : 1,
		keyType: endpoint.keyType,
		maxResponseBytes: 4 * 1024 * 1024,
		labels: { unit: 'prediction', done: 'answered', unsent: 'sent' },
		advice: {
			timeout:
				'Asking again is safe. If Kainic needs longer, raise Timeout and Time Budget under Options.',
			server_error: 'Run the workflow again later. Asking again is safe.',
			invalid_input: 'Some models need item IDs. Fill in Item IDs.',
		},
		outputForm: () => 'each',
		plan: (run) => planPredictions(endpoint, run),
	};
}

async function* planPredictions(endpoint: PredictionEndpoint, run: RunContext): Plan {
	const { options, runsAsTool, connection } = run;
	const source = options.choice<'fields' | 'json'>('bodySource');
	const form = options.choice<'eachRecommendation' | 'response'>('output');
	const whenEmpty = options.choice<'emptyItem' | 'nothing'>('options.whenEmpty');
	const controlVisitors = new Set<unknown>();
	const hasLimit = run.parameters.isGiven('options.limit');
	yield* eachItem(run, (index) => {
		const parameters = run.parameters.at(index);
		const { fields, text } = readBody(endpoint, source, parameters, connection);
		const limit = hasLimit ? parameters.wholeNumber('options.limit') : Infinity;
		const reading = { form, limit, reportsEmpty: whenEmpty === 'emptyItem', runsAsTool };
		const id = targetOf(endpoint, fields);
		const bytes = Buffer.from(text);
		const headers = readHeaders(parameters);
		return [
			{
				kind: 'job',
				indexes: [index],
				target: id === null ? null : { scope: endpoint.target.scope, id },
				units: 1,
				url: connection.baseUrl + endpoint.path,
				headers,
				body: () => ({ kind: 'json', bytes }),
				read: (data) => {
					if (endpoint.hasControlGroup && isControl(data)) {
						controlVisitors.add(fields[field.anonUid]);
						run.remarks[0] = controlText(controlVisitors.size);
					}
					return readPrediction(endpoint, fields, reading, data);
				},
				split: () => [],
			},
		];
	});
}

function controlText(visitors: number): string {
	const who = visitors === 1 ? 'visitor is' : 'visitors are';
	return `${formatNumber(visitors)} ${who} in the control group.`;
}
