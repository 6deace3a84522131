import type { Fields } from '../../nodes/shared/kainic/api';
import type { Seen } from './answers';
import type { Account } from './options';

export type EndpointName = 'predict' | 'events' | 'catalog' | 'experiment';

/** What a person has to give before a request is sent. */
export type Need = 'model' | 'tracker' | 'experiment' | 'events';

/** One question to Kainic. */
export interface Probe {
	readonly id: string;
	readonly endpoint: EndpointName;
	/** The key that it goes with; a made-up one shows what a bad key gets. */
	readonly key: 'project' | 'experiment' | 'made-up' | 'none';
	/** What it can do in the worst case. */
	readonly worstCase: string;
	/** If it is accepted, the documented rules do not hold, and nothing further goes to its endpoint. */
	readonly mustBeRefused: boolean;
	readonly needs: readonly Need[];
	/** Whether the answers so far make it worth asking. */
	readonly when: (seen: Seen) => boolean;
	readonly request: (values: Values, seen: Seen) => ProbeRequest;
}

export interface ProbeRequest {
	readonly path: string;
	readonly contentType: string;
	readonly body: string;
}

/** The IDs in requests: those of the account, and one that nothing belongs to. */
export type Values = Readonly<Record<keyof typeof namedValues, string>>;

/** Names in place of all IDs, for the list of requests. */
export const namedValues = {
	projectId: 'PROJECT_ID',
	trackerId: 'TRACKER_ID',
	modelId: 'MODEL_ID',
	experimentId: 'EXPERIMENT_ID',
	madeUp: 'MADE_UP',
} as const;

/** The IDs that are sent. What is not known is made up, but nothing that needs it is sent. */
export function sentValues(account: Account, madeUp: string): Values {
	return {
		projectId: account.projectId,
		trackerId: account.trackerId ?? madeUp,
		modelId: account.modelId ?? madeUp,
		experimentId: account.experimentId ?? madeUp,
		madeUp,
	};
}

export function json(path: string, body: unknown): ProbeRequest {
	return { path, contentType: 'application/json', body: JSON.stringify(body) };
}

export function without(fields: Fields, removed: string): Fields {
	return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== removed));
}

/** A value of a type as Kainic names it; undefined if the name means nothing to us. */
export function valueOfType(type: string): unknown {
	const name = type.toLowerCase().replace(/^<class '(\w+)'>$|^an? /, '$1');
	return values.find(([pattern]) => pattern.test(name))?.[1];
}

const values: ReadonlyArray<readonly [RegExp, unknown]> = [
	[/^(str|string|text|uuid)$/, 'contract-check'],
	[/^(number|int|integer|float|double|long)$/, 1],
	[/^(bool|boolean)$/, true],
	[/^(non-empty )?(array|list)( of [\w ]+)?$/, []],
	[/^(object|dict|map)$/, {}],
];
