import type { EndpointName } from '../settings';
import { violationFailure, type Endpoint } from './verdict';

/** Checks the body by the contract, and answers with its example. */
export function exampleOf(endpoint: EndpointName): Endpoint {
	return ({ record, body }, world) => {
		record.body = body;
		const { checkRequest, example } = world.contract.of(endpoint);
		const violation = checkRequest(body);
		if (violation !== undefined) return violationFailure(world, endpoint, violation);
		return { type: 'success', data: example };
	};
}
