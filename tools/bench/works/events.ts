import { endpoint } from '../../../nodes/shared/kainic/api';
import { kainic, node } from '../../n8n/workflow-parts';
import type { Contender } from '../contender';
import { benchNode } from '../node-package';
import { httpRequest, jsonBody } from './http-request';

const collect = (sinkUrl: string): string => sinkUrl + endpoint.events('bench', 'bench');

/** The names under which results are looked up. */
export const eventNames = {
	kainic: (size: number, concurrency = 1) =>
		`Kainic Event, batches of ${size}${concurrency === 1 ? '' : `, concurrency ${concurrency}`}`,
	httpRequest: 'HTTP Request per item',
	codeAndHttpRequest: (size: number) => `Code + HTTP Request, chunks of ${size}`,
	fetch: (size: number) => `bare fetch loop, ${size} a body`,
	fields: 'Kainic Event, four expressions',
	editFields: 'Edit Fields, four expressions',
} as const;

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

/** What n8n's own node takes for as many expressions. */
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
