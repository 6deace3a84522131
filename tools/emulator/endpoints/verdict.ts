import { messages, refusedKeyMessage, type EndpointName, type Expected } from '../kainic';
import type { RequestRecord } from '../state/records';
import type { Form } from '../server/form';
import type { World } from '../world';

/** What Kainic says to a request. */
export type Verdict =
	| { type: 'success'; data: unknown }
	/** `status` only where it differs from the settings' failure status. */
	| { type: 'failure'; message: string; status?: number };

/** A request that was read whole, with the right key. */
export interface KainicRequest {
	record: RequestRecord;
	/** The parsed JSON body; undefined where the body is not JSON. */
	body: unknown;
	/** Undefined if the body is not a form. */
	form: Form | undefined;
}

export type Endpoint = (request: KainicRequest, world: World) => Verdict;

/** Makes a failure of one of Kainic's messages, with `values` in its `{gaps}`. */
export function failure<Name extends EndpointName>(
	endpoint: Name,
	name: keyof (typeof messages)[Name],
	values: Record<string, string> = {},
): Verdict {
	const message = String(messages[endpoint][name]);
	const filled = message.replace(/\{(\w+)\}/g, (gap, key: string) => values[key] ?? gap);
	return { type: 'failure', message: filled };
}

interface Rules {
	readonly required: Readonly<Record<string, Expected>>;
	readonly optional: Readonly<Record<string, Expected>>;
}

/** The failure for the first field that is missing or has another type than Kainic expects. */
export function wrongField(
	endpoint: 'events' | 'predict' | 'experiment',
	body: Readonly<Record<string, unknown>>,
	{ required, optional }: Rules,
): Verdict | undefined {
	if (Object.keys(required).some((name) => body[name] === undefined))
		return failure(endpoint, 'missing_fields');
	for (const [field, expected] of Object.entries({ ...required, ...optional })) {
		const value = body[field];
		if (value === undefined || isAsExpected(value, expected)) continue;
		return failure(endpoint, 'field_type', { field, expected_type: [expected].flat().join(', ') });
	}
	return undefined;
}

function isAsExpected(value: unknown, expected: Expected): boolean {
	if (typeof expected !== 'string') return expected.some((text) => text === value);
	const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
	return type === expected;
}

/**
 * Checks the key: the experiments' own for an experiment, the project's for everything else.
 * @returns a failure, or undefined if the key is right
 */
export function refusedKey(endpoint: EndpointName, given: string | undefined, world: World) {
	const { apiKey, experimentApiKey } = world.settings;
	return given === (endpoint === 'experiment' ? experimentApiKey : apiKey) ? undefined : refusal;
}

/** A key is good for its own project only. */
export function refusedProject(projectId: unknown, world: World): Verdict | undefined {
	return projectId === world.settings.projectId ? undefined : refusal;
}

/** What Kainic answers to a wrong key is not documented. */
const refusal: Verdict = { type: 'failure', message: refusedKeyMessage, status: 401 };
