import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { endpoint as paths, field, type Fields } from '../../nodes/shared/kainic/api';
import type { Account } from './account';

interface Common {
	readonly endpoint: 'predict' | 'events' | 'catalog' | 'experiment';
	/** What it can do in the worst case. */
	readonly worstCase: string;
	/** If it is accepted, the documented rules do not hold, and nothing further goes to its endpoint. */
	readonly mustBeRefused?: true;
	/** What a person has to give before it is asked. */
	readonly needs: ReadonlyArray<'modelId' | 'trackerId' | 'experimentId' | 'events'>;
	/** The key that it goes with; a made-up one shows what a bad key gets. */
	readonly key?: 'project' | 'experiment' | 'made-up' | 'none';
	readonly body: Fields;
}

/** One question to Kainic: a request, and how a person reads the answer. */
export interface Question extends Common {
	readonly id: string;
	readonly asks: string;
	readonly settles: string;
	/** Changes of the body; null removes a field. */
	readonly set?: Fields;
	/** Changes of the IDs in the path. */
	readonly path?: Fields;
}

type Group = Common & { readonly questions: ReadonlyArray<Omit<Question, keyof Common>> };

const groups = parse(readFileSync(join(__dirname, 'questions.yaml'), 'utf8')) as readonly Group[];

/** All questions, in the order in which they are asked. */
export const questions: readonly Question[] = groups.flatMap(({ questions: own, ...common }) =>
	own.map((each) => ({ ...common, ...each, id: `${common.endpoint}.${each.id}` })),
);

/** What the names with a $ stand for. */
export type Values = Readonly<Record<'madeUp', string>> & Omit<Account, 'keys' | 'baseUrl'>;

/** The request of a question. */
export function requestOf({ endpoint, body, set, path }: Question, values: Values) {
	const known = new Map(Object.entries(values));
	const fill = (fields: Fields) =>
		JSON.parse(JSON.stringify(fields), (_, value: unknown) =>
			typeof value === 'string'
				? value.replaceAll(/\$(\w+)/g, (name, key: string) => known.get(key) ?? name)
				: value,
		) as Fields;
	const kept = Object.entries({ ...body, ...set }).filter(([, value]) => value !== null);
	const fields = fill(Object.fromEntries(kept));
	if (endpoint === 'catalog') return { path: paths.catalog(), body: formOf(fields) };
	if (endpoint !== 'events') return { path: paths[endpoint](), body: JSON.stringify(fields) };
	const { projectId, trackerId } = { ...values, ...fill({ ...path }) };
	const events = paths.events(String(projectId), String(trackerId));
	return { path: events, body: JSON.stringify([fields]) };
}

function formOf(fields: Fields): FormData {
	const form = new FormData();
	for (const [name, content] of Object.entries(fields))
		if (name === field.file) form.append(name, new Blob([String(content)]), 'ask-kainic.json');
		else form.append(name, String(content));
	return form;
}
