/** Failures while connecting, before anything is sent. Another attempt may succeed. */
const connecting: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'the server refuses connections',
	ENOTFOUND: 'the name of the server is unknown',
	EAI_AGAIN: 'the name of the server could not be looked up',
	EADDRNOTAVAIL: "n8n's machine has no free network address",
};

/** Failures that can also occur after the request was sent. Another attempt may succeed. */
const unreachable: Readonly<Record<string, string>> = {
	EHOSTUNREACH: 'the server cannot be reached',
	ENETUNREACH: 'the network cannot be reached',
};

/** Failures that remain until somebody changes a setting. */
const permanent: Readonly<Record<string, string>> = {
	EPROTO: 'the connection could not be encrypted',
	ERR_INVALID_URL: 'the address is not valid',
	ERR_INVALID_CHAR: 'a header contains a character that is not allowed',
	ERR_UNESCAPED_CHARACTERS: 'the address contains a character that is not allowed',
};

interface NetworkProblem {
	readonly problem: string;
	/** True if bytes of the request may have left this machine. */
	readonly sent: boolean;
	/** True if the problem remains until somebody changes a setting. */
	readonly isPermanent: boolean;
}

/** Describes a network error, by the error code of the error or of one of its causes. */
export function networkProblem(error: unknown): NetworkProblem {
	const code = errorCode(error);
	const suffix = inParentheses(code);
	if (
		valuesOf(error, 'message').some((message) => /^Proxy connection ended/.test(String(message)))
	) {
		const problem = 'No connection: the proxy between n8n and Kainic did not answer.';
		return { problem, sent: false, isPermanent: false };
	}
	const noConnection = (reason: string, isPermanent: boolean): NetworkProblem => {
		return { problem: `No connection: ${reason}.`, sent: false, isPermanent };
	};
	if (valuesOf(error, 'name').some((name) => /^SsrfBlocked/.test(String(name)))) {
		return noConnection('this n8n does not allow requests to this address', true);
	}
	const syscalls = valuesOf(error, 'syscall');
	const isConnecting = syscalls.includes('connect') || syscalls.includes('getaddrinfo');
	const reason = connecting[code] ?? (isConnecting ? unreachable[code] : undefined);
	if (reason !== undefined) return noConnection(`${reason}${suffix}`, false);
	// A server may send an alert (e.g. to ask for a client certificate) after it has read the request.
	const isAlert = code.includes('ALERT');
	// Node.js has many codes for certificates, e.g. CERT_HAS_EXPIRED and UNABLE_TO_VERIFY_LEAF_SIGNATURE.
	const isCertificate = /CERT|LEAF_SIGNATURE/.test(code);
	const setting =
		permanent[code] ?? (isCertificate && 'n8n does not accept the certificate of the server');
	if (setting !== false && !isAlert) return noConnection(`${setting}${suffix}`, true);
	if (isConnecting) return noConnection(`the server did not answer in time${suffix}`, false);
	return { problem: `The connection broke${suffix}.`, sent: true, isPermanent: false };
}

/** True for a mistake in code, for example a TypeError. Another attempt would not help. */
export function isProgrammingError(error: unknown): boolean {
	const names = valuesOf(error, 'name').map(String);
	return (
		errorCode(error) === '' && names.some((name) => /^(Type|Range|Reference)Error$/.test(name))
	);
}

/** Codes of a body that n8n cannot decompress. */
const damaged = /^(Z_|ZSTD_|ERR__ERROR_|ERR_BROTLI|ERR_ZSTD)/;

/** Why the body of a response did not arrive, after the status and the headers had arrived. */
export function brokenResponse(error: unknown) {
	const code = errorCode(error);
	if (damaged.test(code)) {
		return { code: 'bad_response', problem: 'The compressed response is damaged.' } as const;
	}
	const problem = `The connection broke in the middle of the response${inParentheses(code)}.`;
	return { code: 'network', problem } as const;
}

function inParentheses(code: string): string {
	return code === '' ? '' : ` (${code})`;
}

function errorCode(error: unknown): string {
	const codes = valuesOf(error, 'code').filter((code) => typeof code === 'string');
	return codes.find((code) => /[A-Z]/.test(code)) ?? '';
}

const maxCauses = 6;

/**
 * The values of a field in the error and its causes. The cause of n8n's error is the error of Node.js or axios. For a
 * host with several addresses, Node.js has a list of errors.
 */
function valuesOf(error: unknown, name: string): readonly unknown[] {
	const causes = [error];
	while (causes.length < maxCauses) {
		const last = causes.at(-1);
		causes.push(fieldOf(last, 'cause') ?? fieldOf(fieldOf(last, 'errors'), '0'));
	}
	return causes.map((cause) => fieldOf(cause, name));
}

/** An own or inherited field; undefined if the value is not an object. */
function fieldOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
