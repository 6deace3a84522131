import { failureKinds, isFailureCode, type FailureCode } from '../../nodes/shared/failure-codes';

const failureCodes = Object.keys(failureKinds).filter(isFailureCode);

function codesWith(holds: (code: FailureCode) => boolean): FailureCode[] {
	return failureCodes.filter(holds);
}

describe('the failure table', () => {
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
