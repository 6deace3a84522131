import type { Violation } from '../contract';
import type { EndpointName } from '../settings';
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

/** Makes a failure of the contract's message, with `values` in its `{gaps}`. */
export function failure(
	world: World,
	endpoint: EndpointName,
	name: string,
	values: Record<string, string> = {},
): Verdict {
	const template = world.contract.of(endpoint).messageOf(name);
	const message = template.replace(/\{(\w+)\}/g, (gap, key: string) => values[key] ?? gap);
	return { type: 'failure', message };
}

/** Makes the failure for data that the contract does not allow. */
export function violationFailure(
	world: World,
	endpoint: EndpointName,
	violation: Violation,
): Verdict {
	if (violation.type === 'wrong_type') {
		return failure(world, endpoint, 'field_type', {
			field: violation.field,
			expected_type: violation.expected,
		});
	}
	return failure(world, endpoint, 'missing_fields');
}

/**
 * Checks the key: the experiments' own for an experiment, the project's for everything else.
 * What Kainic answers to a wrong one is not documented; here it is 401 unless the settings say otherwise.
 * @returns a failure, or undefined if the key is right
 */
export function refusedKey(endpoint: EndpointName, given: string | undefined, world: World) {
	const { apiKey, experimentApiKey } = world.settings;
	const expected = endpoint === 'experiment' ? experimentApiKey : apiKey;
	return given === expected ? undefined : refusal(world);
}

/** A key is good for its own project only. */
export function refusedProject(projectId: unknown, world: World): Verdict | undefined {
	return projectId === world.settings.projectId ? undefined : refusal(world);
}

function refusal(world: World): Verdict {
	const { status, message } = world.settings.refusedKey;
	return { type: 'failure', message: message ?? world.contract.refusedKey, status };
}
