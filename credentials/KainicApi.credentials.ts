import type {
	IAuthenticateRuleResponseCode,
	IAuthenticateRuleResponseSuccessBody,
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { endpoint, field, productionBaseUrl } from '../nodes/shared/kainic/api';
import { readConnection, refuseUnsafe } from '../nodes/shared/kainic/connection';

const refused = "Kainic refused this API key. Check 'API Key', 'Key Type' and 'Project ID'";
/** n8n's rules for a status cannot read the body, so this text has to be right for Kainic's 403 and for any other. */
const forbidden =
	"Kainic, or a proxy or firewall, refused the request. Check 'API Key', 'Key Type' and 'Project ID', or ask the administrator of your n8n";
const proxyRefused =
	'The proxy between n8n and Kainic refused the request. Ask the administrator of your n8n to check the proxy';
const wrongHost = "Kainic was not found at this address. Check 'Base URL'";
const notKainic = "Another service answered at this address. Check 'Base URL'";

/** The test fails for these statuses, whatever the body is. If no rule has the status, n8n shows the reason phrase. */
const failedStatuses = [
	...[401, 403, 404, 405, 407, 410, 429],
	...Array.from({ length: 100 }, (_, index) => 300 + index),
	...Array.from({ length: 100 }, (_, index) => 500 + index),
];

export class KainicApi implements ICredentialType {
	name = 'kainicApi';

	displayName = 'Kainic API';

	icon: Icon = { light: 'file:../icons/kainic.svg', dark: 'file:../icons/kainic.dark.svg' };

	documentationUrl =
		'https://n8n-nodes-kainic.example/owner/n8n-nodes-kainic/blob/main/docs/credential.md';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'API key from the Kainic Console. An experiment has its own key.',
		},
		{
			displayName: 'Project ID',
			name: 'projectId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. my-shop',
			description: 'ID of your project in the Kainic Console',
		},
		{
			displayName: 'Key Type',
			name: 'keyType',
			type: 'options',
			default: 'project',
			description:
				'Kind of API key. The Kainic Experiment node accepts only an experiment key. The other Kainic nodes accept only a project key.',
			options: [
				{
					name: 'Experiment Key',
					value: 'experiment',
					description: 'For the Kainic Experiment node',
				},
				{
					name: 'Project Key',
					value: 'project',
					description: 'For Kainic Event, Kainic Predict and Kainic Catalog',
				},
			],
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: productionBaseUrl,
			placeholder: `e.g. ${productionBaseUrl}`,
			description:
				'Address of the Kainic API. It must begin with https:// (http:// only for a test server at 127.0.0.1). If the credential test shows ENOTFOUND, ECONNREFUSED, EPROTO or ERR_INVALID_URL, correct this address.',
		},
	];

	/**
	 * Adds the API key to the query, as Kainic documents. Refuses an address without https, and every credential
	 * that the nodes refuse.
	 */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const keyType = credentials.keyType === 'experiment' ? 'experiment' : 'project';
		const { apiKey } = readConnection(credentials, keyType);
		refuseUnsafe(addressOf(requestOptions));
		return { ...requestOptions, qs: { ...requestOptions.qs, [field.apiKey]: apiKey } };
	};

	/**
	 * Sends a prediction request without a model or items: Kainic answers with a documented failure and does nothing else.
	 * n8n's rules can only compare for equality, so the test does not recognise every refusal or every other service.
	 */
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			baseURL: '={{ $credentials.baseUrl.trim().replace(/\\/+$/, "") }}',
			url: `={{ $credentials.keyType === "experiment" ? "${endpoint.experiment()}" : "${endpoint.predict()}" }}`,
			body: { [field.kainicPid]: '={{ $credentials.projectId }}' },
			json: true,
			timeout: 10_000,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: { ignore: true, except: failedStatuses },
		},
		rules: testRules(),
	};
}

/** n8n's HTTP Request node, which can also use this credential, calls the address `uri`. */
function addressOf(requestOptions: IHttpRequestOptions): URL {
	const uri = 'uri' in requestOptions ? requestOptions.uri : undefined;
	return new URL(typeof uri === 'string' ? uri : requestOptions.url, requestOptions.baseURL);
}

/** n8n reads rules of both kinds from one list, but its types allow only one kind. */
function testRules(): IAuthenticateRuleResponseCode[];
function testRules(): Array<IAuthenticateRuleResponseCode | IAuthenticateRuleResponseSuccessBody> {
	return [
		statusRule(401, refused),
		statusRule(403, forbidden),
		statusRule(404, wrongHost),
		statusRule(407, proxyRefused),
		// Kainic's `status` is "success" or "fail". Web pages and lists have no `status`. Other services use "ok", "error" or "failed".
		bodyRule('status.length', undefined, notKainic),
		bodyRule('status.length', 'ok'.length, notKainic),
		bodyRule('status.length', 'error'.length, notKainic),
		bodyRule('status.length', 'failed'.length, notKainic),
		// Services that refuse a key with a 2xx often send these messages. Kainic documents no such message.
		bodyRule('message', 'Invalid API key', refused),
		bodyRule('message', 'Unauthorized', refused),
		bodyRule('message', 'Forbidden', refused),
	];
}

function statusRule(value: number, message: string): IAuthenticateRuleResponseCode {
	return { type: 'responseCode', properties: { value, message } };
}

function bodyRule(
	key: string,
	value: unknown,
	message: string,
): IAuthenticateRuleResponseSuccessBody {
	return { type: 'responseSuccessBody', properties: { key, value, message } };
}
