import { CircuitBreaker } from '../../../nodes/shared/send/circuit-breaker';
import { notSentFailure, type Failure, type FailureCode } from '../../../nodes/shared/failure';

const [first, second] = [{ credential: { apiKey: 'a' } }, { credential: { apiKey: 'b' } }];

function route(account: typeof first, scope: 'tracker' | 'model' | 'experiment' | null, id = '1') {
	return { account, target: scope === null ? null : { scope, id } };
}

function failure(code: FailureCode, change: Partial<Failure> = {}): Failure {
	return { ...notSentFailure('no', { code }), notSent: false, attempts: 1, ...change };
}

describe('a failure stops', () => {
	test.each(['credit', 'unauthorized'] as const)(
		'of the code %s everything of its account',
		(code) => {
			const breaker = new CircuitBreaker();
			breaker.noteFailure(route(first, 'tracker'), failure(code));
			expect(breaker.causeFor(route(first, 'tracker', '2'))?.code).toBe(code);
			expect(breaker.causeFor(route(first, null))?.code).toBe(code);
			expect(breaker.causeFor(route(second, 'tracker'))).toBeNull();
		},
	);

	test.each([
		['tracker', 'tracker'],
		['domain', 'tracker'],
		['not_deployed', 'model'],
		['no_endpoint', 'model'],
		['experiment_inactive', 'experiment'],
	] as const)('of the code %s its own %s alone', (code, scope) => {
		const breaker = new CircuitBreaker();
		breaker.noteFailure(route(first, scope), failure(code));
		expect(breaker.causeFor(route(first, scope))?.code).toBe(code);
		expect(breaker.causeFor(route(first, scope, '2'))).toBeNull();
		expect(breaker.causeFor(route(second, scope))).toBeNull();
		expect(breaker.causeFor(route(first, null))).toBeNull();
	});

	test.each(['not_deployed', 'no_endpoint'] as const)(
		'of the code %s nothing of an experiment, whose model depends on the session',
		(code) => {
			const breaker = new CircuitBreaker();
			breaker.noteFailure(route(first, 'experiment'), failure(code));
			expect(breaker.causeFor(route(first, 'experiment'))).toBeNull();
		},
	);

	test('of inferred wording nothing but its own request', () => {
		const breaker = new CircuitBreaker();
		breaker.noteFailure(route(first, 'tracker'), failure('unauthorized', { scope: 'request' }));
		expect(breaker.causeFor(route(first, 'tracker'))).toBeNull();
	});
});
