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
