import { failureKinds, isFailureCode, type FailureCode } from '../../nodes/shared/failure-codes';

const failureCodes = Object.keys(failureKinds).filter(isFailureCode);

function codesWith(holds: (code: FailureCode) => boolean): FailureCode[] {
	return failureCodes.filter(holds);
}

describe('the failure table', () => {
	test('stops what a failure concerns, and nothing else', () => {
		const inScope = (scope: string) => codesWith((code) => failureKinds[code].scope === scope);
		expect(inScope('credential')).toEqual(['unauthorized', 'credit', 'canceled']);
		expect(inScope('tracker')).toEqual(['tracker', 'domain']);
		expect(inScope('model')).toEqual(['not_deployed', 'no_endpoint']);
		expect(inScope('experiment')).toEqual(['experiment_inactive']);
	});

	test('retries server errors, timeouts and broken connections; a 429 if it is invited', () => {
		const retried = (rule: string) => codesWith((code) => failureKinds[code].retry === rule);
		expect(retried('always')).toEqual(['server_error', 'timeout', 'network']);
		expect(retried('when_invited')).toEqual(['rate_limited']);
	});

	test.each(failureCodes)('%s has a headline without an end, and advice in sentences', (code) => {
		expect(failureKinds[code].headline).toMatch(/^[A-Z].*[^.]$/);
		expect(failureKinds[code].advice).toMatch(/^[A-Z].*\.$/);
	});

	test('speaks of an accepted request only where one can be', () => {
		expect(codesWith((code) => failureKinds[code].advice.includes('may have accepted'))).toEqual([
			'server_error',
			'bad_response',
		]);
	});

	test('tells its codes from other texts', () => {
		expect(failureCodes).toHaveLength(Object.keys(failureKinds).length);
		for (const other of ['', 'toString', null, 1]) expect(isFailureCode(other)).toBe(false);
	});
});
