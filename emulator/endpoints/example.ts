import type { EndpointName } from '../settings';
import { refusedKey } from './access';
import { violationFailure, type Endpoint } from './verdict';

/** Checks key and body by the contract, and answers with its example. */
export function exampleOf(endpoint: EndpointName): Endpoint {
	return ({ record, apiKey, body }, world) => {
		const refused = refusedKey(endpoint, apiKey, world);
		if (refused !== undefined) return refused;
		record.body = body;
		const { checkRequest, example } = world.contract.of(endpoint);
		const violation = checkRequest(body);
		if (violation !== undefined) return violationFailure(world, endpoint, violation);
		return { type: 'success', data: example };
	};
}
