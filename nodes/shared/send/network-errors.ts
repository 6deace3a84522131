/** Failures to reach the host. They may pass. */
const unreachable: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'the host refuses connections',
	ENOTFOUND: 'the host name is unknown',
	EAI_AGAIN: 'the host name could not be looked up',
	EHOSTUNREACH: 'the host cannot be reached',
	ENETUNREACH: 'the network cannot be reached',
	EADDRNOTAVAIL: 'the address is not available',
};

/** Codes that only a connection that is being made can have. n8n 1 keeps nothing but the code. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL']);

/** Failures that stay until somebody changes a setting. */
const permanent: Readonly<Record<string, string>> = {
	EPROTO: 'no encrypted connection could be made',
	ERR_INVALID_URL: 'the address is not valid',
	ERR_INVALID_CHAR: 'a header holds a character that headers cannot hold',
	ERR_UNESCAPED_CHARACTERS: 'the address holds a character that addresses cannot hold',
};

/** Node.js has many codes for certificates, e.g. CERT_HAS_EXPIRED and UNABLE_TO_VERIFY_LEAF_SIGNATURE. */
const certificateCode = /CERT|LEAF_SIGNATURE/;

/** Why no response came. */
interface NetworkProblem {
	readonly problem: string;
	/** True if bytes of the request may have left this machine. */
	readonly sent: boolean;
	/** True if it stays until somebody changes a setting. */
	readonly isPermanent: boolean;
}

/** Describes what broke, by the error code that Node.js gave the error or one of its causes. */
export function networkProblem(error: unknown): NetworkProblem {
	const code = errorCode(error);
	if (isBlocked(error)) {
		return noConnection('this n8n does not allow requests to the address of the host', true);
	}
	// The other side sends an alert, perhaps after it read the request: it may ask for a client certificate.
	const isAlert = code.includes('ALERT');
	const isConnecting = failedToConnect(error) || neverSent.has(code);
	const reason = isConnecting ? unreachable[code] : undefined;
	if (reason !== undefined) return noConnection(`${reason} (${code})`, false);
	const certificate = certificateCode.test(code)
		? "the host's certificate is not accepted"
		: undefined;
	const setting = isAlert ? undefined : (permanent[code] ?? certificate);
	if (setting !== undefined) return noConnection(`${setting} (${code})`, true);
	if (failedToConnect(error)) return noConnection(`it was not made in time (${code})`, false);
	if (failedHandshake(error) && !isAlert) {
		return noConnection(`the encrypted connection was not made (${code})`, false);
	}
	const problem = `The connection broke${inParentheses(code)}.`;
	return { problem, sent: true, isPermanent: false };
}

/** Says what broke after the status and the headers had come. */
export function brokenResponse(error: unknown): string {
	return `The connection broke in the middle of the response${inParentheses(errorCode(error))}.`;
}

/**
 * True if the encrypted connection was never completed, so that nothing of the request left. n8n 1 does
 * not hand the socket on: it tells only a connection that was closed, by its text.
 */
export function failedHandshake(error: unknown): boolean {
	return causesOf(error).some((cause) => {
		const socket = fieldOf(fieldOf(cause, 'request'), 'socket');
		const texts = [fieldOf(cause, 'messages')].flat();
		return (
			fieldOf(socket, 'secureConnecting') === true ||
			texts.some((text) => /before secure TLS connection was established/.test(String(text)))
		);
	});
}

function noConnection(reason: string, isPermanent: boolean): NetworkProblem {
	return { problem: `No connection: ${reason}.`, sent: false, isPermanent };
}

function inParentheses(code: string): string {
	return code === '' ? '' : ` (${code})`;
}

/** True if n8n's protection refused a request to an address inside its own network. */
function isBlocked(error: unknown): boolean {
	return causesOf(error).some((cause) => /^SsrfBlocked/.test(String(fieldOf(cause, 'name'))));
}

function failedToConnect(error: unknown): boolean {
	const syscalls = causesOf(error).map((cause) => fieldOf(cause, 'syscall'));
	return syscalls.includes('connect') || syscalls.includes('getaddrinfo');
}

/** n8n 1 keeps only the code, as `httpCode`. */
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
