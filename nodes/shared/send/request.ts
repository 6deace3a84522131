import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { credentialName } from '../kainic/api';
import type { SentBody } from './body';
import type { Job } from './job';
import { toStreamedResponse, type StreamedResponse } from './response-body';
import { timerLength } from './time';

/** Milliseconds after our own deadline at which n8n closes the connection. */
const closingMs = 10;

/** Sends a request through n8n's own helper. Resolves when the head of the response has come. */
export async function startRequest(
	context: IExecuteFunctions,
	job: Job,
	{ content }: SentBody,
	timeout: number,
	credential: Readonly<Record<string, unknown>>,
): Promise<StreamedResponse> {
	// A form brings its own type.
	const type = content instanceof FormData ? {} : { 'content-type': 'application/json' };
	const options: IHttpRequestOptions = {
		method: 'POST',
		url: job.url,
		headers: { accept: 'application/json', ...job.headers, ...type },
		body: content,
		// n8n's timeout counts idle time only. It closes the connection after our own deadline.
		timeout: timerLength(timeout + closingMs),
		// A stream can be bounded in time and in size.
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// Following a redirect would carry the API key elsewhere, and buffer the whole body for it.
		disableFollowRedirect: true,
	};
	const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
		context,
		credentialName,
		options,
		// Without it, n8n reads the credential again for every request; somebody may have edited it.
		{ credentialsDecrypted: snapshotOf(credential) },
	);
	return toStreamedResponse(response);
}

function snapshotOf(credential: Readonly<Record<string, unknown>>): ICredentialsDecrypted {
	const data: ICredentialDataDecryptedObject = {};
	for (const [name, value] of Object.entries(credential)) {
		if (typeof value === 'string' || typeof value === 'number') data[name] = value;
	}
	return { id: '', name: credentialName, type: credentialName, data };
}
