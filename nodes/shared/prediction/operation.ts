import { InputError } from '../failure';
import { field, type Fields } from '../kainic/api';
import { eachItem, type Operation, type RunContext } from '../operation';
import { readHeaders } from '../panel/collections';
import type { OutputItem, Plan } from '../send/job';
import { formatNumber, isPlainObject, nameOf, shortened } from '../values';
import { bodyOf, targetOf, type PredictionEndpoint } from './request';

/** What is needed to turn the response for one input item into output items. */
export interface PredictionDetails {
	readonly request: Fields;
	/** One item for each recommendation, or one item with the complete data of the response. */
	readonly output: 'eachRecommendation' | 'response';
	/** Maximum number of recommendations, counted from the first. */
	readonly limit: number;
	readonly runsAsTool: boolean;
}

/** The operation of a node that asks for predictions: one request for each input item. */
export function predictionOperation(endpoint: PredictionEndpoint): Operation<PredictionDetails> {
	const isExperiment = endpoint.scope === 'experiment';
	return {
		outputs: isExperiment ? 2 : 1,
		// A visitor waits for the response.
		patience: 10,
		keyType: isExperiment ? 'experiment' : 'project',
		labels: {
			unit: 'input item',
			done: 'answered',
			unsent: 'sent',
			...(isExperiment && { secondOutput: 'in the control group' }),
		},
		advice: {
			timeout:
				"Run the workflow again. If Kainic needs more time, raise 'Timeout' under 'Options'.",
			server_error: 'Run the workflow again later.',
			bad_response:
				"Run the workflow again. If every request fails like this, check 'Base URL' in the Kainic API credential.",
			large_response:
				"Kainic accepted the request, but the response has too much data. Ask Kainic for a model with fewer recommendations, or enter { \"return_full_items_data\": false } in 'Override Fields' under 'Options'.",
			invalid_input: "Some models need item IDs. Fill in 'Item IDs'.",
		},
		outputMode: () => 'each',
		plan: (run) => planPredictions(endpoint, run),
		show: ({ details }, data) => showPrediction(endpoint, details, data),
	};
}

async function* planPredictions(
	endpoint: PredictionEndpoint,
	run: RunContext,
): Plan<PredictionDetails> {
	const { runParameters, parameters, runsAsTool, connection } = run;
	const source = runParameters.choice<'fields' | 'json'>('bodySource');
	const output = runParameters.choice<'eachRecommendation' | 'response'>('output');
	const hasLimit = parameters.isAdded('options.limit');
	yield* eachItem(run, (index) => {
		const item = parameters.at(index);
		const { fields: request, text } = bodyOf(endpoint, source, item, connection);
		const limit = hasLimit ? item.number('options.limit') : Infinity;
		const id = targetOf(endpoint, request);
		return [
			{
				kind: 'job',
				indexes: [index],
				units: 1,
				target: id === null ? null : { scope: endpoint.scope, id },
				url: connection.baseUrl + endpoint.path,
				headers: readHeaders(item),
				content: { kind: 'json', text },
				details: { request, output, limit, runsAsTool },
			},
		];
	});
	return [];
}

/** Fields of the response that are added to every recommendation. */
const responseFields = [field.kainicMid, field.deploymentJobId];

/** Fields of an experiment's request that are also added, because events about shown recommendations need these fields. */
const requestFields = [field.kainicExpId, field.sid, field.platform, field.anonUid];

/** With an error branch, n8n's time grows with the square of the number of output items, so we limit the number. */
const maxItems = 1000;

/**
 * The output items for the data of a response. The recommendations are in the field `items`, or the data is an array
 * of recommendations. Throws an InputError if the data has no list.
 */
export function showPrediction(
	endpoint: PredictionEndpoint,
	{ request, output, limit, runsAsTool }: PredictionDetails,
	data: unknown,
): readonly OutputItem[] {
	const isExperiment = endpoint.scope === 'experiment';
	const visit = isExperiment ? pick(request, requestFields) : {};
	if (isControl(endpoint, data)) {
		const json = withAdded(data, { ...visit, group: 'control' });
		// An AI agent sees only the first output of a tool.
		return [{ kind: 'new_item', output: runsAsTool ? 0 : 1, json }];
	}
	const group = isExperiment ? { ...visit, group: 'model' } : {};
	if (output === 'response') return [toItem(withAdded(recordOf(data, 'data'), group))];
	const recommendations = recommendationsOf(data).slice(0, limit);
	if (recommendations.length > maxItems) {
		throw new InputError(
			`The response has ${formatNumber(recommendations.length)} recommendations, but the limit is ${formatNumber(maxItems)}.`,
			{
				advice:
					"Kainic accepted the request. Set 'Limit' under 'Options', or set 'Output' to 'Response'.",
			},
		);
	}
	if (recommendations.length === 0) {
		// An item, so that a webhook is answered.
		return [toItem(withAdded(recordOf(data, field.items), group))];
	}
	// Without a user ID, Kainic repeats the anonymous user ID as `uid`.
	const names = field.uid in request ? [...responseFields, field.uid] : responseFields;
	const shared = { ...(isPlainObject(data) ? pick(data, names) : {}), ...group };
	return recommendations.map((recommendation, index) => {
		const record = recordOf(recommendation, 'value');
		const added = { rank: index + 1, ...shared };
		// Without an experiment, no event needs the added fields, so those of the recommendation win.
		return toItem(isExperiment ? withAdded(record, added) : { ...record, ...added, ...record });
	});
}

/**
 * Adds fields, which replace fields with the same names: an event about a shown recommendation needs the values of
 * the visit. The replaced value of `group` is kept as `item_group`.
 */
function withAdded(own: Fields, added: Fields): Fields {
	const all = { ...own, ...added };
	const kept = Object.entries(own).map(([name, value]): [string, unknown] => {
		if (!Object.hasOwn(added, name)) return [name, value];
		let newName = `item_${name}`;
		while (Object.hasOwn(all, newName)) newName = `item_${newName}`;
		return [newName, value];
	});
	return { ...Object.fromEntries(kept), ...added };
}

/** True if the visit is in the control group of an experiment. */
function isControl({ scope }: PredictionEndpoint, data: unknown): data is Fields {
	return scope === 'experiment' && isPlainObject(data) && data[field.kainicMid] === null;
}

function toItem(json: Fields): OutputItem {
	return { kind: 'new_item', output: 0, json };
}

/** n8n's items are objects, so any other value becomes the field `name` of an object. */
function recordOf(value: unknown, name: string): Fields {
	return isPlainObject(value) ? value : { [name]: value };
}

function pick(from: Fields, names: readonly string[]): Fields {
	return Object.fromEntries(
		names.filter((name) => Object.hasOwn(from, name)).map((name) => [name, from[name]]),
	);
}

function recommendationsOf(data: unknown): readonly unknown[] {
	const list = isPlainObject(data) ? data[field.items] : data;
	if (Array.isArray(list)) return list;
	throw new InputError(`The response has no list of recommendations. ${describeData(data)}.`, {
		advice:
			"Kainic accepted the request, but this node cannot read the response. To see the response, set 'Output' to 'Response'.",
	});
}

function describeData(data: unknown): string {
	if (!isPlainObject(data)) return `Its data is ${nameOf(data)}`;
	if (Object.hasOwn(data, field.items))
		return `Its field "${field.items}" is ${nameOf(data[field.items])}`;
	const names = Object.keys(data).slice(0, 10);
	const listed = names.map((name) => `"${shortened(name, 40)}"`).join(', ');
	return listed === '' ? 'Its data is empty' : `Its data has the fields ${listed}`;
}
