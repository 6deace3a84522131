import fc from 'fast-check';
import { ArrayWriter, sliceArray } from '../../../nodes/shared/delivery/array-writer';

function write(texts: readonly string[], limit = Infinity): ArrayWriter {
	const writer = new ArrayWriter();
	for (const text of texts) writer.append([text], limit);
	return writer;
}

describe('writing JSON texts into one array', () => {
	test('the bytes are those of the array of all texts, whatever they hold and however long they are', () => {
		const text = fc.string({ unit: 'binary', maxLength: 2_000, size: 'max' });
		const values = fc.array(fc.oneof(fc.jsonValue(), text), { minLength: 1, maxLength: 20 });
		fc.assert(
			fc.property(values, (list) => {
				const texts = list.map((value) => JSON.stringify(value));
				expect(write(texts).take().toString()).toBe(`[${texts.join(',')}]`);
			}),
		);
	});

	test('what no longer fits leaves the array as it was, to the last byte of the limit', () => {
		const writer = write(['"é"'], 6);
		expect(writer.append(['1'], 7)).toBe(false);
		expect(writer.append(['1'], 8)).toBe(true);
		expect(writer.take().toString()).toBe('["é",1]');
	});

	test('an array that outgrows its memory keeps what was written before', () => {
		const long = JSON.stringify('€'.repeat(40_000));
		expect(write(['1', long, '2']).take().toString()).toBe(`[1,${long},2]`);
	});

	test('an array that was taken stays as it is while the writer writes the next', () => {
		const writer = write(['1', '2']);
		const first = writer.take();
		writer.append(['"second"'], Infinity);
		expect(writer.take().toString()).toBe('["second"]');
		expect(first.toString()).toBe('[1,2]');
	});

	test('a part of it is an array of its own and leaves the whole as it was', () => {
		const writer = write(['1']);
		const start = writer.position();
		writer.append(['2', '3'], Infinity);
		const end = writer.position();
		writer.append(['4'], Infinity);
		const whole = writer.take();
		expect(sliceArray(whole, start, end).toString()).toBe('[2,3]');
		expect(whole.toString()).toBe('[1,2,3,4]');
	});
});
