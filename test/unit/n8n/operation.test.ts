import { InputError } from '../../../nodes/shared/failure';
import { refuseTooMany } from '../../../nodes/shared/n8n/operation';

test.each([0, 1, 10_000])('%i items are as many as n8n can hand on', (count) => {
	expect(() => refuseTooMany(count, 'segments')).not.toThrow();
});

test('more than 10,000 items are refused, by their name and with the remedy', () => {
	const problem = 'The response has 10,001 segments, but at most 10,000 become items.';
	expect(() => refuseTooMany(10_001, 'segments')).toThrow(new InputError(problem));
	expect(() => refuseTooMany(10_001, 'segments', 'Set Limit.')).toThrow(
		new InputError(`${problem} Set Limit.`),
	);
});
