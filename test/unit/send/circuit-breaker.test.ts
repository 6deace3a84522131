import { CircuitBreaker } from '../../../nodes/shared/send/circuit-breaker';
import { notSentFailure, type Failure, type FailureCode } from '../../../nodes/shared/failure';

function target(scope: 'tracker' | 'model' | 'experiment' | null, id = '1') {
	return scope === null ? null : { scope, id };
}

function failure(code: FailureCode, change: Partial<Failure> = {}): Failure {
	return { ...notSentFailure('no', { code }), notSent: false, attempts: 1, ...change };
}

describe('a failure stops', () => {
	test.each(['credit', 'unauthorized'] as const)('of the code %s everything', (code) => {
		const breaker = new CircuitBreaker();
		breaker.noteFailure(target('tracker'), failure(code));
		expect(breaker.causeFor(target('tracker', '2'))?.code).toBe(code);
		expect(breaker.causeFor(target(null))?.code).toBe(code);
	});

	test.each([
		['tracker', 'tracker'],
		['domain', 'tracker'],
		['not_deployed', 'model'],
		['no_endpoint', 'model'],
		['experiment_inactive', 'experiment'],
	] as const)('of the code %s its own %s alone', (code, scope) => {
		const breaker = new CircuitBreaker();
		breaker.noteFailure(target(scope), failure(code));
		expect(breaker.causeFor(target(scope))?.code).toBe(code);
		expect(breaker.causeFor(target(scope, '2'))).toBeNull();
		expect(breaker.causeFor(target(null))).toBeNull();
	});

	test.each(['not_deployed', 'no_endpoint'] as const)(
		'of the code %s nothing of an experiment, whose model depends on the session',
		(code) => {
			const breaker = new CircuitBreaker();
			breaker.noteFailure(target('experiment'), failure(code));
			expect(breaker.causeFor(target('experiment'))).toBeNull();
		},
	);

	test('of inferred wording nothing but its own request', () => {
		const breaker = new CircuitBreaker();
		breaker.noteFailure(target('tracker'), failure('unauthorized', { scope: 'request' }));
		expect(breaker.causeFor(target('tracker'))).toBeNull();
	});
});
