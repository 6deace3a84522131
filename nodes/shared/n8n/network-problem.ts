/** Why no answer came, and whether the request may have reached the server all the same. */
export interface NetworkProblem {
	readonly problem: string;
	readonly sent: boolean;
}

/** Failures that come before the first byte of a request leaves. */
const beforeSending: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'the host refuses connections',
	ENOTFOUND: 'the host name is not known',
	EAI_AGAIN: 'the host name could not be looked up',
	EHOSTUNREACH: 'the host cannot be reached',
	ENETUNREACH: 'the network cannot be reached',
	EADDRNOTAVAIL: 'the address is not available',
	EPROTO: 'no encrypted connection could be made',
	ERR_INVALID_URL: 'the address is not valid',
	ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
	SELF_SIGNED_CERT_IN_CHAIN: 'the certificate chain is self-signed',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate cannot be verified',
	UNABLE_TO_GET_ISSUER_CERT: 'the issuer of the certificate is not known',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the issuer of the certificate is not known',
	CERT_HAS_EXPIRED: 'the certificate has expired',
	CERT_NOT_YET_VALID: 'the certificate is not valid yet',
};

const afterSending: Readonly<Record<string, string>> = {
	ECONNRESET: 'the connection was closed before the answer came',
	EPIPE: 'the connection was closed while sending',
	ECONNABORTED: 'the connection was given up',
	ETIMEDOUT: 'the connection timed out',
	ERR_STREAM_PREMATURE_CLOSE: 'the connection was closed in the middle of the answer',
};

/** Says in plain words what broke, from the error code that Node.js gave the error or its causes. */
export function networkProblem(error: unknown): NetworkProblem {
	const code = errorCode(error);
	const before = beforeSending[code];
	if (before !== undefined) return { problem: `No connection: ${before} (${code}).`, sent: false };
	const after = afterSending[code] ?? 'it ended in an unexpected way';
	const named = code === '' ? '' : ` (${code})`;
	return { problem: `The connection broke: ${after}${named}.`, sent: true };
}

/** n8n 2 keeps the error of Node.js as the cause of its own; n8n 1 takes only its code over, as `httpCode`. */
function errorCode(error: unknown, depth = 0): string {
	if (typeof error !== 'object' || error === null || depth > 5) return '';
	const own = [
		'code' in error ? error.code : undefined,
		'httpCode' in error ? error.httpCode : undefined,
	].find((code) => typeof code === 'string' && /[A-Z]/.test(code));
	if (own !== undefined) return String(own);
	return 'cause' in error ? errorCode(error.cause, depth + 1) : '';
}
