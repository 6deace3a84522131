import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { endpoint as paths, field, type Fields } from '../../nodes/shared/kainic/api';

/** What a person has to give before a question is asked. */
export type Need = 'model' | 'tracker' | 'experiment' | 'events';

interface Common {
	readonly endpoint: 'predict' | 'events' | 'catalog' | 'experiment';
	/** What it can do in the worst case. */
	readonly worstCase: string;
	/** If it is accepted, the documented rules do not hold, and nothing further goes to its endpoint. */
	readonly mustBeRefused?: true;
	readonly needs: readonly Need[];
	/** The key that it goes with; a made-up one shows what a bad key gets. */
	readonly key?: 'project' | 'experiment' | 'made-up' | 'none';
	readonly body: Fields;
}

/** One question to Kainic: a request, and how a person reads the answer. */
export interface Question extends Common {
	readonly id: string;
	readonly asks: string;
	/** What each answer means, and what to set on the panel then. */
	readonly settles: string;
	/** Changes of the body; null removes a field. */
	readonly set?: Fields;
	/** Changes of the IDs in the path. */
	readonly path?: Fields;
	/** Names of further fields, in one text, that get the value true. */
	readonly guesses?: string;
	/** Further events of the batch. */
	readonly more?: readonly unknown[];
}

/** What the names with a $ stand for, and what the options change. */
export interface Values extends Readonly<Record<'projectId' | 'trackerId' | 'madeUp', string>> {
	readonly modelId: string;
	readonly experimentId: string;
	readonly items: unknown;
	/** Further fields of the events that Kainic may accept. */
	readonly eventFields: Fields;
	/** Other names of form fields, by the inferred ones. */
	readonly formNames: Fields;
}

type Group = Common & { readonly questions: ReadonlyArray<Omit<Question, keyof Common>> };

const groups = parse(readFileSync(join(__dirname, 'questions.yaml'), 'utf8')) as readonly Group[];

/** All questions, in the order in which they are asked. */
export const questions: readonly Question[] = groups.flatMap(({ questions: own, ...common }) =>
	own.map((each) => ({ ...common, ...each, id: `${common.endpoint}.${each.id}` })),
);

export interface Request {
	readonly path: string;
	readonly contentType: string;
	readonly body: string;
}

/** The request of a question. */
export function requestOf(question: Question, values: Values): Request {
	const fields = filled({ ...question.body, ...question.set }, values);
	if (question.endpoint === 'catalog') return formOf(fields, values.formNames);
	if (question.endpoint !== 'events') return json(paths[question.endpoint](), fields);
	const ids = { ...values, ...filled({ ...question.path }, values) };
	const path = paths.events(ids.projectId, ids.trackerId);
	const guesses = (question.guesses?.split(' ') ?? []).map((name) => [name, true] as const);
	const further = question.needs.includes('events') ? values.eventFields : {};
	return json(path, [
		{ ...Object.fromEntries(guesses), ...further, ...fields },
		...(question.more ?? []),
	]);
}

function json(path: string, body: unknown): Request {
	return { path, contentType: 'application/json', body: JSON.stringify(body) };
}

/** Fields without those that are null, and with values instead of their names. */
function filled(fields: Fields, values: Values): Fields {
	const given = Object.entries({ ...values });
	const fill = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(fill);
		if (typeof value !== 'string') return value;
		const [name, filler] = given.find(([each]) => value.startsWith(`$${each}`)) ?? [];
		if (name === undefined) return value;
		return value === `$${name}` ? filler : String(filler) + value.slice(name.length + 1);
	};
	const kept = Object.entries(fields).filter(([, value]) => value !== null);
	return Object.fromEntries(kept.map(([name, value]) => [name, fill(value)]));
}

const boundary = '------------ask-kainic-of-n8n-nodes-kainic';

function formOf(fields: Fields, names: Fields): Request {
	const parts = Object.entries(fields).map(([inferred, content]) => {
		const name = String(names[inferred] ?? inferred);
		const file = '; filename="ask-kainic.json"\r\nContent-Type: application/json';
		const head = `Content-Disposition: form-data; name="${name}"`;
		return `--${boundary}\r\n${head}${inferred === field.file ? file : ''}\r\n\r\n${String(content)}\r\n`;
	});
	const contentType = `multipart/form-data; boundary=${boundary}`;
	return { path: paths.catalog(), contentType, body: `${parts.join('')}--${boundary}--\r\n` };
}
