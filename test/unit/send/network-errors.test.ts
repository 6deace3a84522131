import { failedHandshake, networkProblem } from '../../../nodes/shared/send/network-errors';

/** An error as n8n 2 wraps it, and one as n8n 1 does. */
const wrapped = (code: string, more: object = {}) => ({
	name: 'NodeApiError',
	cause: Object.assign(new Error('x'), { code, ...more }),
});
const byCode = (httpCode: string) => ({ name: 'NodeApiError', httpCode });

describe('what failed before anything left this machine', () => {
	test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL'])(
		'%s is not sent, and may pass',
		(code) => {
			for (const error of [wrapped(code), byCode(code), { cause: { cause: { code } } }]) {
				expect(networkProblem(error)).toEqual({
					problem: expect.stringMatching(new RegExp(`^No connection: .* \\(${code}\\)\\.$`)),
					sent: false,
					isPermanent: false,
				});
			}
		},
	);

	test.each(['EHOSTUNREACH', 'ENETUNREACH'])(
		'%s is not sent only if it ended connecting',
		(code) => {
			expect(networkProblem(wrapped(code, { syscall: 'connect' }))).toEqual({
				problem: expect.stringMatching(new RegExp(`^No connection: .* \\(${code}\\)\\.$`)),
				sent: false,
				isPermanent: false,
			});
			for (const error of [wrapped(code, { syscall: 'read' }), byCode(code)]) {
				expect(networkProblem(error)).toMatchObject({ sent: true, isPermanent: false });
			}
		},
	);

	test.each([
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
		['CERT_HAS_EXPIRED', 'certificate'],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
		['EPROTO', 'the connection could not be encrypted'],
		['ERR_INVALID_URL', 'not valid'],
	])('%s is not sent, and is not tried again', (code, why) => {
		expect(networkProblem(wrapped(code))).toEqual({
			problem: expect.stringContaining(why),
			sent: false,
			isPermanent: true,
		});
	});

	test.each(['SsrfBlockedIpError', 'SsrfBlockedHostnameError'])(
		'an address that n8n blocks (%s) is not sent, and not tried again',
		(name) => {
			const problem = networkProblem({ name: 'NodeApiError', cause: { name, message: 'blocked' } });
			expect(problem).toMatchObject({ sent: false, isPermanent: true });
			expect(problem.problem).toContain('does not allow');
		},
	);

	test('a connection that was not made in time is not sent', () => {
		const late = wrapped('ETIMEDOUT', { syscall: 'connect' });
		expect(networkProblem(late)).toMatchObject({ sent: false, isPermanent: false });
	});
});

describe('an encrypted connection that was not completed', () => {
	const reset = (socket: object | null) => wrapped('ECONNRESET', { request: { socket } });
	const notSent = {
		problem: 'No connection: the connection could not be encrypted (ECONNRESET).',
		sent: false,
		isPermanent: false,
	};

	test('is not sent, and may pass: n8n 2 hands on the socket', () => {
		expect(networkProblem(reset({ secureConnecting: true }))).toEqual(notSent);
		expect(failedHandshake(reset({ secureConnecting: true }))).toBe(true);
	});

	test('is not sent, and may pass: n8n 1 hands on a text', () => {
		const text = 'Client network socket disconnected before secure TLS connection was established';
		const closed = { ...byCode('ECONNRESET'), messages: [text, text] };
		expect(networkProblem(closed)).toEqual(notSent);
	});

	test.each([
		[reset({ secureConnecting: false })],
		[reset({})],
		[reset(null)],
		[{ ...byCode('ECONNRESET'), messages: ['read ECONNRESET'] }],
		[undefined],
	])('is told from one that may have been used', (error) => {
		expect(failedHandshake(error)).toBe(false);
		expect(networkProblem(error).sent).toBe(true);
	});
});

describe('what may have arrived', () => {
	test.each(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'EWHATEVER'])(
		'%s is tried again',
		(code) => {
			expect(networkProblem(wrapped(code))).toEqual({
				problem: `The connection broke (${code}).`,
				sent: true,
				isPermanent: false,
			});
		},
	);

	test.each(['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE'])(
		'%s comes from the other side, perhaps after it read the request',
		(code) => {
			expect(networkProblem(wrapped(code, { request: { socket: {} } }))).toEqual({
				problem: `The connection broke (${code}).`,
				sent: true,
				isPermanent: false,
			});
		},
	);

	test.each([[undefined], [null], ['text'], [new Error('no code')], [{ code: 5 }]])(
		'%s says that it is not known what happened',
		(error) => {
			expect(networkProblem(error)).toMatchObject({ problem: 'The connection broke.', sent: true });
		},
	);

	test('a cause that is its own cause ends', () => {
		const error: { cause?: unknown } = {};
		error.cause = error;
		expect(networkProblem(error).sent).toBe(true);
	});
});
