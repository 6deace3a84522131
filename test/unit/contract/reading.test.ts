import fc from 'fast-check';
import { essenceOf, readOutcome, type Reading } from '../../../contract/core/reading';

const same = (text: string): string => text;

function read(body: string): Reading {
	return readOutcome({ kind: 'answer', status: 200, body, retryAfter: null });
}

describe('what is kept of an answer', () => {
	test('is read as the whole answer is', () => {
		const words = fc.string({ unit: 'binary', maxLength: 400 });
		const bodies = fc.oneof(
			words,
			words.map((message) => JSON.stringify({ status: 'fail', message, data: [message] })),
			words.map((data) => JSON.stringify({ status: 'success', data })),
		);
		fc.assert(
			fc.property(bodies, (body) => expect(read(essenceOf(body, same))).toEqual(read(body))),
		);
	});

	test.each([
		`{"status":"success","data":"${'x'.repeat(1_000_000)}"}`,
		`{"status":"fail","message":"No file found","stack":"${'x'.repeat(1_000_000)}"}`,
		'x'.repeat(1_000_000),
	])('is small: %.30s', (body) => {
		expect(essenceOf(body, same).length).toBeLessThan(50_000);
		expect(read(essenceOf(body, same)).kind).toBe(read(body).kind);
	});
});
