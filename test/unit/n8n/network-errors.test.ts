import { failedHandshake, networkProblem } from '../../../nodes/shared/n8n/network-errors';

/** An error as n8n 2 wraps it, and one as n8n 1 does. */
const wrapped = (code: string, more: object = {}) => ({
	name: 'NodeApiError',
	cause: Object.assign(new Error('x'), { code, ...more }),
});
const byCode = (httpCode: string) => ({ name: 'NodeApiError', httpCode });

describe('what failed before anything left this machine', () => {
	test.each([
		'ECONNREFUSED',
		'ENOTFOUND',
		'EAI_AGAIN',
		'EHOSTUNREACH',
		'ENETUNREACH',
		'EADDRNOTAVAIL',
	])('%s is not sent, and may pass', (code) => {
		for (const error of [wrapped(code), byCode(code), { cause: { cause: { code } } }]) {
			expect(networkProblem(error)).toEqual({
				problem: expect.stringMatching(new RegExp(`^No connection: .* \\(${code}\\)\\.$`)),
				sent: false,
				retryable: true,
			});
		}
	});

	test.each([
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed'],
		['CERT_HAS_EXPIRED', 'expired'],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'another host'],
		['EPROTO', 'no encrypted connection'],
		['ERR_INVALID_URL', 'not valid'],
	])('%s is not sent, and is not tried again', (code, why) => {
		expect(networkProblem(wrapped(code))).toEqual({
			problem: expect.stringContaining(why),
			sent: false,
			retryable: false,
		});
	});

	test.each(['SsrfBlockedIpError', 'SsrfBlockedHostnameError'])(
		'an address that n8n blocks (%s) is not sent, and not tried again',
		(name) => {
			const problem = networkProblem({ name: 'NodeApiError', cause: { name, message: 'blocked' } });
			expect(problem).toMatchObject({ sent: false, retryable: false });
			expect(problem.problem).toContain('does not allow');
		},
	);

	test('a connection that was not made in time is not sent', () => {
		const late = wrapped('ETIMEDOUT', { syscall: 'connect' });
		expect(networkProblem(late)).toMatchObject({ sent: false, retryable: true });
	});
});

describe('what may have arrived', () => {
	test.each([
		['ECONNRESET', 'closed before'],
		['EPIPE', 'while sending'],
		['ECONNABORTED', 'given up'],
		['ETIMEDOUT', 'timed out'],
		['ERR_STREAM_PREMATURE_CLOSE', 'in the middle'],
		['EWHATEVER', 'unexpected'],
	])('%s is tried again', (code, why) => {
		expect(networkProblem(wrapped(code))).toEqual({
			problem: expect.stringMatching(new RegExp(`^The connection broke: .*${why}.* \\(${code}\\)`)),
			sent: true,
			retryable: true,
		});
	});

	test.each([[undefined], [null], ['text'], [new Error('no code')], [{ code: 5 }]])(
		'%s says that it is not known what happened',
		(error) => {
			expect(networkProblem(error)).toMatchObject({
				problem: 'The connection broke: it ended in an unexpected way.',
				sent: true,
			});
		},
	);

	test('a cause that is its own cause ends', () => {
		const error: { cause?: unknown } = {};
		error.cause = error;
		expect(networkProblem(error).sent).toBe(true);
	});
});

describe('an encrypted connection', () => {
	const withSocket = (secureConnecting: unknown) =>
		wrapped('ECONNABORTED', { request: { socket: { secureConnecting } } });

	test('that was never completed is told from one that was', () => {
		expect(failedHandshake(withSocket(true))).toBe(true);
		expect(failedHandshake(withSocket(false))).toBe(false);
		expect(failedHandshake(withSocket(undefined))).toBe(false);
		expect(failedHandshake(wrapped('ECONNABORTED', { request: null }))).toBe(false);
		expect(failedHandshake(undefined)).toBe(false);
	});
});
