import { isProgrammingError, networkProblem } from '../../../../nodes/shared/send/network-errors';

/** An error as n8n wraps it. */
const wrapped = (code: string, more: object = {}) => ({
	name: 'NodeApiError',
	cause: Object.assign(new Error('x'), { code, ...more }),
});

const connecting = { syscall: 'connect' };
const blocked = (name: string) => ({ name: 'NodeApiError', cause: { name, message: 'blocked' } });
const alert = (name: string) => wrapped(`ERR_SSL_${name}`, { request: { socket: {} } });

test.each([
	[wrapped('ECONNREFUSED'), 'the server refuses connections (ECONNREFUSED)'],
	[{ cause: { cause: { code: 'ENOTFOUND' } } }, 'the name of the server is unknown (ENOTFOUND)'],
	[wrapped('EAI_AGAIN'), 'the name of the server could not be looked up (EAI_AGAIN)'],
	[wrapped('EADDRNOTAVAIL'), "n8n's machine has no free network address (EADDRNOTAVAIL)"],
	[wrapped('EHOSTUNREACH', connecting), 'the server cannot be reached (EHOSTUNREACH)'],
	[wrapped('ENETUNREACH', connecting), 'the network cannot be reached (ENETUNREACH)'],
	[wrapped('ETIMEDOUT', connecting), 'the server did not answer in time (ETIMEDOUT)'],
])('nothing was sent, and another attempt may help: %j', (error, reason) => {
	const problem = `No connection: ${reason}.`;
	expect(networkProblem(error)).toEqual({ problem, sent: false, isPermanent: false });
});

test.each([
	[wrapped('DEPTH_ZERO_SELF_SIGNED_CERT'), 'certificate'],
	[wrapped('CERT_HAS_EXPIRED'), 'certificate'],
	[wrapped('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'certificate'],
	[wrapped('EPROTO'), 'the connection could not be encrypted'],
	[wrapped('ERR_INVALID_URL'), 'not valid'],
	[blocked('SsrfBlockedIpError'), 'does not allow'],
	[blocked('SsrfBlockedHostnameError'), 'does not allow'],
])('nothing was sent, and another attempt would not help: %j', (error, reason) => {
	const problem = expect.stringContaining(reason);
	expect(networkProblem(error)).toEqual({ problem, sent: false, isPermanent: true });
});

const selfCaused: { cause?: unknown } = {};
selfCaused.cause = selfCaused;

test.each(['ETIMEDOUT', 'ENETUNREACH', 'EHOSTUNREACH'])(
	'of a host with several addresses, none of which can be reached (%s), nothing was sent',
	(code) => {
		const each = Object.assign(new Error(code), { code, syscall: 'connect' });
		const all = Object.assign(new AggregateError([each, each]), { code });
		expect(networkProblem({ cause: all })).toMatchObject({ sent: false });
	},
);

test.each<[code: string, error: unknown]>([
	...['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'EWHATEVER'].map(
		(code): [string, unknown] => [` (${code})`, wrapped(code)],
	),
	// Without the system call of connecting.
	[' (EHOSTUNREACH)', wrapped('EHOSTUNREACH', { syscall: 'read' })],
	[' (ENETUNREACH)', wrapped('ENETUNREACH', { syscall: 'read' })],
	// The server sends an alert, perhaps after it read the request.
	...['TLSV13_ALERT_CERTIFICATE_REQUIRED', 'SSLV3_ALERT_BAD_CERTIFICATE'].map(
		(name): [string, unknown] => [` (ERR_SSL_${name})`, alert(name)],
	),
	// What happened is unknown.
	...[undefined, null, 'text', new Error('no code'), { code: 5 }, selfCaused].map(
		(error): [string, unknown] => ['', error],
	),
])('the request may have arrived, and is sent again: The connection broke%s.', (code, error) => {
	const problem = `The connection broke${code}.`;
	expect(networkProblem(error)).toEqual({ problem, sent: true, isPermanent: false });
});

test.each([
	[true, new TypeError('x')],
	[true, { name: 'NodeApiError', cause: new RangeError('x') }],
	[false, Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL' })],
	[false, new Error('x')],
	[false, wrapped('ECONNRESET')],
])('that an error is a mistake in code is %p: %p', (expected, error) => {
	expect(isProgrammingError(error)).toBe(expected);
});
