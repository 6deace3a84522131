import type { NoResponse } from '../delivery/job';

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
export function networkProblem(error: unknown): Pick<NoResponse, 'problem' | 'sent' | 'retryable'> {
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

/** Says what broke after the status and the headers had come. */
export function brokenResponse(error: unknown): string {
	const code = errorCode(error);
	return `The connection broke in the middle of the response${code === '' ? '' : ` (${code})`}.`;
}

/** True if the encrypted connection was never completed, so that nothing of the request left. */
export function failedHandshake(error: unknown): boolean {
	return causesOf(error).some((cause) => {
		const socket = fieldOf(fieldOf(cause, 'request'), 'socket');
		return fieldOf(socket, 'secureConnecting') === true;
	});
}

/** True if n8n's protection refused a request to an address inside its own network. */
function isBlocked(error: unknown): boolean {
	return causesOf(error).some((cause) => /^SsrfBlocked/.test(String(fieldOf(cause, 'name'))));
}

function failedToConnect(error: unknown): boolean {
	const syscalls = causesOf(error).map((cause) => fieldOf(cause, 'syscall'));
	return syscalls.includes('connect') || syscalls.includes('getaddrinfo');
}

/** n8n 1 keeps the code alone, as `httpCode`. */
function errorCode(error: unknown): string {
	const codes = causesOf(error).flatMap((cause) => [
		fieldOf(cause, 'code'),
		fieldOf(cause, 'httpCode'),
	]);
	return codes.filter((code) => typeof code === 'string').find((code) => /[A-Z]/.test(code)) ?? '';
}

const mostCauses = 6;

/** The error and its causes: n8n 2 keeps the error of Node.js or axios as the cause of its own. */
function causesOf(error: unknown): readonly unknown[] {
	const causes = [error];
	while (causes.length < mostCauses) causes.push(fieldOf(causes.at(-1), 'cause'));
	return causes;
}

/** A field of an object, inherited ones included; undefined for any other value. */
function fieldOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
