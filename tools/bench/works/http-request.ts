import {
	type Parameters,
	type WorkflowNode,
	node,
	projectCredential,
} from '../../n8n/workflow-parts';

/** n8n's own HTTP Request node as a user sets it up for Kainic, with this package's credential. */
export function httpRequest(url: string, parameters: Parameters): WorkflowNode {
	const httpNode = node('HTTP Request', 'n8n-nodes-base.httpRequest', 4.2, {
		method: 'POST',
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'kainicApi',
		sendBody: true,
		options: {},
		...parameters,
	});
	return { ...httpNode, credentials: projectCredential };
}

/** The parameters for a JSON body that an expression gives. */
export function jsonBody(expression: string): Parameters {
	return { specifyBody: 'json', jsonBody: expression };
}
