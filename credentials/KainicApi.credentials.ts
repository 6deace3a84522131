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

const wrongHost = 'Kainic was not found at this base URL. Check the base URL';
const notKainic = 'Another service answered at this base URL. Check the base URL';
const moved = 'This base URL redirects to another address. Enter the final address';
const down = 'Kainic is not available at the moment. Try again later';
const refused = 'Kainic refused this API key. Check the key, the key type and the project ID';

const refusals = [
	...[401, 403].map((status) => ({ status, message: refused })),
	...[300, 301, 302, 303, 305, 307, 308].map((status) => ({ status, message: moved })),
	...[404, 405, 410].map((status) => ({ status, message: wrongHost })),
	...[429, ...Array.from({ length: 100 }, (_, index) => 500 + index)].map((status) => ({
		status,
		message: down,
	})),
];

/**
 * Recognises a `status` that is neither success nor fail. n8n's rules only test for equality, so the length
 * and two letters are compared.
 */
const foreign = [
	// A `status` that is not text has no length.
	...[undefined, 0, 1, 2, 3, 5, 6, 8, 9, 10].map((value) => ({ key: 'status.length', value })),
	...lettersOtherThan('sf').map((value) => ({ key: 'status[0]', value })),
	...lettersOtherThan('ci').map((value) => ({ key: 'status[2]', value })),
	{ key: 'status', value: 'failure' },
];

function lettersOtherThan(known: string): readonly string[] {
	const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];
	return letters.filter((letter) => !known.includes(letter));
}

/** Common messages of services that refuse a key under a status of success. Kainic documents none. */
const refusalMessages = [
	...['Invalid API key', 'Invalid api key', 'Invalid API Key', 'Invalid api_key'],
	...['Invalid API key.', 'Invalid API key!', 'API key is invalid', 'API key not valid'],
	...['Missing API key', 'Missing api_key', 'API key is missing', 'Invalid key', 'Access denied'],
	...['Unauthorized', 'Unauthorized!', 'Not authorized', 'Forbidden', 'Forbidden!'],
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
				'Address of the Kainic API. The address must begin with https://, because each request contains the API key. Use http:// only for a test server at 127.0.0.1. If the credential test shows ENOTFOUND or ECONNREFUSED, there is no server at this address. EPROTO means that the server does not use https. ERR_INVALID_URL means that the address is not valid.',
		},
	];

	/**
	 * Kainic takes the key from the query (documented), so an address that others can read is refused.
	 * So is everything that the nodes refuse.
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
	 * The test passes if the response has Kainic's form and is not a refusal by its status or by one of
	 * the messages that are compared.
	 */
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			baseURL: '={{ $credentials.baseUrl.trim().replace(/\\/+$/, "") }}',
			url: `={{ $credentials.keyType === "experiment" ? "${endpoint.experiment()}" : "${endpoint.predict()}" }}`,
			body: { [field.kainicPid]: '={{ $credentials.projectId }}' },
			json: true,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: { ignore: true, except: refusals.map(({ status }) => status) },
		},
		rules: testRules(),
	};
}

/** n8n's HTTP Request node, which can use this credential too, calls the address `uri`. */
function addressOf(requestOptions: IHttpRequestOptions): URL {
	const uri = 'uri' in requestOptions ? requestOptions.uri : undefined;
	return new URL(typeof uri === 'string' ? uri : requestOptions.url, requestOptions.baseURL);
}

/** n8n's types allow rules of one kind in a list; n8n reads both kinds from it. */
function testRules(): IAuthenticateRuleResponseCode[];
function testRules(): Array<IAuthenticateRuleResponseCode | IAuthenticateRuleResponseSuccessBody> {
	const bodyRules = [
		...foreign.map((rule) => ({ ...rule, message: notKainic })),
		...refusalMessages.map((value) => ({ key: 'message', value, message: refused })),
	];
	return [
		...refusals.map(({ status, message }) => ({
			type: 'responseCode' as const,
			properties: { value: status, message },
		})),
		...bodyRules.map((properties) => ({ type: 'responseSuccessBody' as const, properties })),
	];
}
