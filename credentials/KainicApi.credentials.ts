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
import { refuseUnsafe } from '../nodes/shared/kainic/connection';

const wrongHost = 'Kainic does not answer at this base URL';
const notKainic = 'Something else than Kainic answers at this base URL';
const moved = 'This base URL sends requests elsewhere. Enter the final address';
const down = 'The host of Kainic has a problem at the moment. Try again later';
const refused = 'Kainic refused this API key. Check the key, the key type and the project ID';

const refusals = [
	...[401, 403].map((status) => ({ status, message: refused })),
	...[301, 302, 303, 307, 308].map((status) => ({ status, message: moved })),
	...[404, 405, 410, 501].map((status) => ({ status, message: wrongHost })),
	...[429, 500, 502, 503, 504].map((status) => ({ status, message: down })),
];

export class KainicApi implements ICredentialType {
	name = 'kainicApi';

	displayName = 'Kainic API';

	icon: Icon = { light: 'file:../icons/kainic.svg', dark: 'file:../icons/kainic.dark.svg' };

	documentationUrl = 'https://n8n-nodes-kainic.example/#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'API key from the Kainic Console. Experiments have a key of their own.',
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
			description: 'What the key is for, so that the test asks the right endpoint',
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
				'Address of the Kainic API. It must begin with https://, since the key is part of the address; http:// is accepted for this machine alone.',
		},
	];

	/** Kainic takes the key from the query (documented), so an address that others can read is refused. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		refuseUnsafe(addressOf(requestOptions));
		const key = String(credentials.apiKey).trim();
		return { ...requestOptions, qs: { ...requestOptions.qs, [field.apiKey]: key } };
	};

	/**
	 * Asks for a prediction of nothing: Kainic answers with a documented failure, and does nothing.
	 * n8n can only compare for equality, so any answer in the envelope that is not a refusal by its
	 * status counts as good.
	 */
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			baseURL: '={{ $credentials.baseUrl.trim().replace(/\\/+$/, "") }}',
			url: `={{ $credentials.keyType === "experiment" ? "${endpoint.experimentPrediction()}" : "${endpoint.modelPrediction()}" }}`,
			body: { [field.projectId]: '={{ $credentials.projectId }}' },
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
	return [
		...refusals.map(({ status, message }) => ({
			type: 'responseCode' as const,
			properties: { value: status, message },
		})),
		// `undefined` is what n8n finds where an answer has no such field: it is not Kainic's envelope.
		...[undefined, 'ok', 'OK', 'up', 'UP', 'error', 'healthy'].map((value) => ({
			type: 'responseSuccessBody' as const,
			properties: { key: 'status', value, message: notKainic },
		})),
	];
}
