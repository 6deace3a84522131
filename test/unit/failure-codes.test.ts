import { failureKinds, isFailureCode } from '../../nodes/shared/failure-codes';

const failureCodes = Object.keys(failureKinds).filter(isFailureCode);

describe('the failure table', () => {
	test.each(failureCodes)('%s has a headline without an end, and advice in sentences', (code) => {
		expect(failureKinds[code].headline).toMatch(/^[A-Z].*[^.]$/);
		expect(failureKinds[code].advice).toMatch(/^[A-Z].*\.$/);
	});

	test('speaks of an accepted request only where one can be', () => {
		const speaking = failureCodes.filter((code) =>
			failureKinds[code].advice.includes('may have accepted'),
		);
		expect(speaking).toEqual(['server_error', 'bad_response']);
	});
});
