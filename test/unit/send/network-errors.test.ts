import { failedHandshake, networkProblem } from '../../../nodes/shared/send/network-errors';

/** An error as n8n 2 wraps it, and one as n8n 1 does. */
const wrapped = (code: string, more: object = {}) => ({
	name: 'NodeApiError',
	cause: Object.assign(new Error('x'), { code, ...more }),
});
const byCode = (httpCode: string) => ({ name: 'NodeApiError', httpCode });

describe('what failed before anything left this machine', () => {
	const connecting = { syscall: 'connect' };
	const blocked = (name: string) => ({ name: 'NodeApiError', cause: { name, message: 'blocked' } });

	test.each<[what: string, problem: string | RegExp, errors: unknown[]]>([
		...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL'].map(
			(code): [string, RegExp, unknown[]] => [
				code,
				new RegExp(`^No connection: .* \\(${code}\\)\\.$`),
				[wrapped(code), byCode(code), { cause: { cause: { code } } }],
			],
		),
		['EHOSTUNREACH', /^No connection: .* \(EHOST/, [wrapped('EHOSTUNREACH', connecting)]],
		['ENETUNREACH', /^No connection: .* \(ENET/, [wrapped('ENETUNREACH', connecting)]],
		['ETIMEDOUT', /^No connection: .* \(ETIME/, [wrapped('ETIMEDOUT', connecting)]],
	])('%s is not sent, and may pass', (_, problem, errors) => {
		for (const error of errors) {
			const expected = { problem: expect.stringMatching(problem), sent: false, isPermanent: false };
			expect(networkProblem(error)).toEqual(expected);
		}
	});

	test.each([
		[wrapped('DEPTH_ZERO_SELF_SIGNED_CERT'), 'certificate'],
		[wrapped('CERT_HAS_EXPIRED'), 'certificate'],
		[wrapped('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'certificate'],
		[wrapped('EPROTO'), 'the connection could not be encrypted'],
		[wrapped('ERR_INVALID_URL'), 'not valid'],
		[blocked('SsrfBlockedIpError'), 'does not allow'],
		[blocked('SsrfBlockedHostnameError'), 'does not allow'],
	])('%j is not sent, and not tried again: %s', (error, why) => {
		const problem = expect.stringContaining(why);
		expect(networkProblem(error)).toEqual({ problem, sent: false, isPermanent: true });
	});
});

describe('an encrypted connection that was not completed', () => {
	const reset = (socket: object | null) => wrapped('ECONNRESET', { request: { socket } });
	const closed = (text: string) => ({ ...byCode('ECONNRESET'), messages: [text, text] });

	test.each([
		['n8n 2 hands on the socket', reset({ secureConnecting: true })],
		[
			'n8n 1 hands on a text',
			closed('x disconnected before secure TLS connection was established'),
		],
	])('is not sent, and may pass: %s', (_, error) => {
		const problem = 'No connection: the connection could not be encrypted (ECONNRESET).';
		expect(networkProblem(error)).toEqual({ problem, sent: false, isPermanent: false });
		expect(failedHandshake(error)).toBe(true);
	});

	test.each([
		[reset({ secureConnecting: false })],
		[reset({})],
		[reset(null)],
		[closed('read ECONNRESET')],
		[undefined],
	])('is told from one that may have been used', (error) => {
		expect(failedHandshake(error)).toBe(false);
		expect(networkProblem(error).sent).toBe(true);
	});
});

const selfCaused: { cause?: unknown } = {};
selfCaused.cause = selfCaused;

test.each<[problem: string, errors: unknown[]]>([
	...['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'EWHATEVER'].map(
		(code): [string, unknown[]] => [`The connection broke (${code}).`, [wrapped(code)]],
	),
	// Without the system call of connecting.
	...['EHOSTUNREACH', 'ENETUNREACH'].map((code): [string, unknown[]] => [
		`The connection broke (${code}).`,
		[wrapped(code, { syscall: 'read' }), byCode(code)],
	]),
	// These come from the other side, perhaps after it read the request.
	...['TLSV13_ALERT_CERTIFICATE_REQUIRED', 'SSLV3_ALERT_BAD_CERTIFICATE'].map(
		(alert): [string, unknown[]] => [
			`The connection broke (ERR_SSL_${alert}).`,
			[wrapped(`ERR_SSL_${alert}`, { request: { socket: {} } })],
		],
	),
	// It is not known what happened.
	[
		'The connection broke.',
		[undefined, null, 'text', new Error('no code'), { code: 5 }, selfCaused],
	],
])('what may have arrived is tried again: %s', (problem, errors) => {
	const expected = { problem, sent: true, isPermanent: false };
	expect(errors.map(networkProblem)).toEqual(errors.map(() => expected));
});
