import { credentials, type NodeSketch, type Parameters, sketch } from '../contender';

/** n8n's own HTTP Request node as a user sets it up for Kainic, with this package's credential. */
export function httpRequest(url: string, parameters: Parameters): NodeSketch {
	const node = sketch('HTTP Request', 'n8n-nodes-base.httpRequest', 4.2, {
		method: 'POST',
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'kainicApi',
		sendBody: true,
		options: {},
		...parameters,
	});
	return { ...node, credentials };
}

/** The parameters for a JSON body that an expression gives. */
export function jsonBody(expression: string): Parameters {
	return { specifyBody: 'json', jsonBody: expression };
}
