import fc from 'fast-check';
import { BodyMeter } from '../../../nodes/shared/n8n/response-body';

function measure(text: string, chunkLength: number): BodyMeter {
	const meter = new BodyMeter();
	const bytes = Buffer.from(text);
	for (let start = 0; start < bytes.length; start += chunkLength) {
		meter.write(bytes.subarray(start, start + chunkLength));
	}
	return meter;
}

const name = fc.string({ maxLength: 8 });

test('every different name of any object counts once, wherever the body is cut', () => {
	fc.assert(
		fc.property(
			fc.array(fc.dictionary(name, fc.oneof(fc.string(), fc.integer())), { maxLength: 8 }),
			fc.integer({ min: 1, max: 20 }),
			(objects, chunkLength) => {
				const names = new Set(objects.flatMap((each) => Object.keys(each)));
				expect(measure(JSON.stringify(objects), chunkLength).names).toBe(names.size);
			},
		),
		{ seed: 20_261_125 },
	);
});

test('colons, quotes and backslashes in texts are no names', () => {
	const text = JSON.stringify({ a: 'x:y "b": \\', 'c"\\': ['d:e'] });
	expect(measure(text, 3).names).toBe(2);
});

test('commas and brackets are counted, so that no more values can follow', () => {
	expect(measure('[1,2,{"a":[3]}]', 4).values).toBe(5);
});
