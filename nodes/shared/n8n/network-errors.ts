/** Why no response came. */
export interface NetworkProblem {
	readonly problem: string;
	/** True if bytes of the request may have left this machine. */
	readonly sent: boolean;
	/** True if another attempt may end differently. */
	readonly retryable: boolean;
}

/** Failures to reach the host. They may pass. */
const unreachable: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'the host refuses connections',
	ENOTFOUND: 'the host name is not known',
	EAI_AGAIN: 'the host name could not be looked up',
	EHOSTUNREACH: 'the host cannot be reached',
	ENETUNREACH: 'the network cannot be reached',
	EADDRNOTAVAIL: 'the address is not available',
};

/** Failures that stay until somebody changes a setting. */
const refused: Readonly<Record<string, string>> = {
	EPROTO: 'no encrypted connection could be made',
	ERR_INVALID_URL: 'the address is not valid',
	ERR_INVALID_CHAR: 'a header holds a character that headers cannot hold',
	ERR_UNESCAPED_CHARACTERS: 'the address holds a character that addresses cannot hold',
	ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
	SELF_SIGNED_CERT_IN_CHAIN: 'the certificate chain is self-signed',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate cannot be verified',
	UNABLE_TO_GET_ISSUER_CERT: 'the issuer of the certificate is not known',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the issuer of the certificate is not known',
	CERT_HAS_EXPIRED: 'the certificate has expired',
	CERT_NOT_YET_VALID: 'the certificate is not valid yet',
	CERT_REVOKED: 'the certificate was revoked',
	CERT_UNTRUSTED: 'the certificate is not trusted',
	HOSTNAME_MISMATCH: 'the certificate is for another host',
};

const broken: Readonly<Record<string, string>> = {
	ECONNRESET: 'the connection was closed before the response came',
	EPIPE: 'the connection was closed while sending',
	ECONNABORTED: 'the connection was given up',
	ETIMEDOUT: 'the connection timed out',
	ERR_STREAM_PREMATURE_CLOSE: 'the connection was closed in the middle of the response',
};

/** Describes what broke, by the error code that Node.js gave the error or one of its causes. */
export function networkProblem(error: unknown): NetworkProblem {
	const code = errorCode(error);
	if (isBlocked(error)) {
		const problem = 'No connection: this n8n does not allow requests to the address of the host.';
		return { problem, sent: false, retryable: false };
	}
	const reason = unreachable[code] ?? refused[code];
	if (reason !== undefined) {
		const problem = `No connection: ${reason} (${code}).`;
		return { problem, sent: false, retryable: code in unreachable };
	}
	if (failedToConnect(error)) {
		const problem = `No connection: it was not made in time (${code}).`;
		return { problem, sent: false, retryable: true };
	}
	const after = broken[code] ?? 'it ended in an unexpected way';
	const named = code === '' ? '' : ` (${code})`;
	return { problem: `The connection broke: ${after}${named}.`, sent: true, retryable: true };
}

/** True if n8n's protection refused a request to an address inside its own network. */
function isBlocked(error: unknown): boolean {
	return someCause(error, ({ name }) => /^SsrfBlocked/.test(String(name)));
}

/** Says what broke after the status and the headers had come. */
export function brokenResponse(error: unknown): string {
	const code = errorCode(error);
	return `The connection broke in the middle of the response${code === '' ? '' : ` (${code})`}.`;
}

/** True if the encrypted connection was never completed, so that nothing of the request left. */
export function failedHandshake(error: unknown): boolean {
	return someCause(error, ({ request }) => {
		const { socket } = fieldsOf(request);
		return fieldsOf(socket).secureConnecting === true;
	});
}

function failedToConnect(error: unknown): boolean {
	return someCause(error, ({ syscall }) => syscall === 'connect' || syscall === 'getaddrinfo');
}

const deepestCause = 5;

/** n8n 2 keeps the error of Node.js or axios as the cause of its own. */
function someCause(
	error: unknown,
	matches: (fields: Readonly<Record<string, unknown>>) => boolean,
	depth = 0,
): boolean {
	if (typeof error !== 'object' || error === null || depth > deepestCause) return false;
	if (matches(fieldsOf(error))) return true;
	return 'cause' in error && someCause(error.cause, matches, depth + 1);
}

/** The fields that are looked at here, inherited ones included. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
	const names = ['name', 'code', 'httpCode', 'syscall', 'request', 'socket', 'secureConnecting'];
	if (typeof value !== 'object' || value === null) return {};
	const source = value;
	return Object.fromEntries(names.map((name) => [name, Reflect.get(source, name)]));
}

/** n8n 1 keeps the code alone, as `httpCode`. */
function errorCode(error: unknown): string {
	let found = '';
	someCause(error, ({ code, httpCode }) => {
		const own = [code, httpCode].find((each) => typeof each === 'string' && /[A-Z]/.test(each));
		found = typeof own === 'string' ? own : '';
		return found !== '';
	});
	return found;
}
