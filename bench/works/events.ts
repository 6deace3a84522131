import { endpoint } from '../../nodes/shared/kainic/api';
import { kainic, node } from '../../harness/workflow-parts';
import type { Contender } from '../contender';
import { benchNode } from '../node-package';
import { floorNode } from './floor';
import { httpRequest, jsonBody } from './http-request';

const collect = (sinkUrl: string): string => sinkUrl + endpoint.collect('bench', 'bench');

/** The names under which results are looked up. */
export const eventNames = {
	kainic: (size: number, concurrency = 1) =>
		`Kainic Event, batches of ${size}${concurrency === 1 ? '' : `, concurrency ${concurrency}`}`,
	httpRequest: 'HTTP Request per item',
	codeAndHttpRequest: (size: number) => `Code + HTTP Request, chunks of ${size}`,
	fetch: (size: number) => `bare fetch loop, ${size} a body`,
	floor: (size: number) => `floor of n8n, batches of ${size}`,
	floorHandingOver: (size: number) => `floor with one credential, batches of ${size}`,
	fields: 'Kainic Event, four expressions',
	editFields: 'Edit Fields, four expressions',
	httpRequestFields: 'HTTP Request per item, four expressions',
} as const;

export const eventSizes = [100, 1000] as const;

/** Batches of 100, one at a time, are the default, and so set by nothing. */
export function kainicEvents(size: number, concurrency = 1): Contender {
	const options = {
		...(size === 100 ? {} : { batchSize: size }),
		...(concurrency === 1 ? {} : { concurrency }),
	};
	const parameters = { trackerId: 'bench', eventSource: 'inputItem', options };
	return {
		name: eventNames.kainic(size, concurrency),
		input: { kind: 'events' },
		nodes: () => [kainic('Kainic Event', parameters)],
		requests: (items) => Math.ceil(items / size),
	};
}

export const httpRequestPerEvent: Contender = {
	name: eventNames.httpRequest,
	input: { kind: 'events' },
	nodes: (sinkUrl) => [httpRequest(collect(sinkUrl), jsonBody('={{ [$json] }}'))],
	requests: (items) => items,
};

export function codeAndHttpRequest(size: number): Contender {
	const jsCode = [
		'const items = $input.all();',
		'const chunks = [];',
		`for (let first = 0; first < items.length; first += ${size}) {`,
		`  const events = items.slice(first, first + ${size}).map((item) => item.json);`,
		'  chunks.push({ json: { events } });',
		'}',
		'return chunks;',
	].join('\n');
	return {
		name: eventNames.codeAndHttpRequest(size),
		input: { kind: 'events' },
		nodes: (sinkUrl) => [
			node('Code', 'n8n-nodes-base.code', 2, { jsCode }),
			httpRequest(collect(sinkUrl), jsonBody('={{ $json.events }}')),
		],
		requests: (items) => Math.ceil(items / size),
	};
}

export function fetchLoop(size: number): Contender {
	return {
		name: eventNames.fetch(size),
		input: { kind: 'bodies', size },
		nodes: (sinkUrl) => [node('Fetch', benchNode('benchFetch'), 1, { url: collect(sinkUrl) })],
		requests: (items) => Math.ceil(items / size),
	};
}

export function eventFloor(size: number): Contender {
	return floor(eventNames.floor(size), size, false);
}

/** What the floor would be if it had n8n read the credential once, as Kainic Event has. */
export function eventFloorHandingOver(size: number): Contender {
	return floor(eventNames.floorHandingOver(size), size, true);
}

function floor(name: string, batchSize: number, handsOver: boolean): Contender {
	return {
		name,
		input: { kind: 'events' },
		nodes: (sinkUrl) => [floorNode({ url: collect(sinkUrl), batchSize, handsOver })],
		requests: (items) => Math.ceil(items / batchSize),
	};
}

/** Four fields of each event by expressions, as the panel's drag and drop writes them. */
export const eventsByExpressions: Contender = {
	name: eventNames.fields,
	input: { kind: 'events' },
	nodes: () => [
		kainic('Kainic Event', {
			trackerId: 'bench',
			eventSource: 'fields',
			platform: 'web',
			anonUid: '={{ $json.anon_uid }}',
			eventFields: { assignments: assignments('event_name', 'item_id', 'price') },
			options: {},
		}),
	],
	requests: (items) => Math.ceil(items / 100),
};

/** The same four fields, each an expression of its own in the body. */
export const httpRequestByExpressions: Contender = {
	name: eventNames.httpRequestFields,
	input: { kind: 'events' },
	nodes: (sinkUrl) => [
		httpRequest(collect(sinkUrl), {
			bodyParameters: {
				parameters: ['anon_uid', 'event_name', 'item_id', 'price'].map((name) => ({
					name,
					value: `={{ $json.${name} }}`,
				})),
			},
		}),
	],
	requests: (items) => items,
};

export const editFieldsByExpressions: Contender = {
	name: eventNames.editFields,
	input: { kind: 'events' },
	nodes: () => [
		node('Edit Fields', 'n8n-nodes-base.set', 3.4, {
			assignments: { assignments: assignments('anon_uid', 'event_name', 'item_id', 'price') },
			options: {},
		}),
	],
	requests: () => 0,
};

function assignments(...names: string[]): Array<Record<string, string>> {
	return names.map((name) => ({
		id: name,
		name,
		value: `={{ $json.${name} }}`,
		type: name === 'price' ? 'number' : 'string',
	}));
}
