import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { createRedactor } from '../../../nodes/shared/delivery/redact';
import { shownText } from '../../../nodes/shared/delivery/shown-text';
import {
	BodyMeter,
	readText,
	type StreamedResponse,
} from '../../../nodes/shared/n8n/response-body';
import { startTimeSlice } from '../../../nodes/shared/n8n/time';

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

test('commas and brackets in texts are no values', () => {
	expect(measure('["a, b, [c], {d}, \\"e, f"]', 4).values).toBe(1);
});

test('no fewer values are counted than there are, the outermost aside', () => {
	const countOf = (value: unknown): number =>
		typeof value === 'object' && value !== null
			? Object.values(value).reduce((sum: number, each) => sum + countOf(each), 1)
			: 1;
	fc.assert(
		fc.property(fc.json(), fc.integer({ min: 1, max: 9 }), (text, chunkLength) => {
			const { values } = measure(text, chunkLength);
			expect(values).toBeGreaterThanOrEqual(countOf(JSON.parse(text)) - 1);
		}),
	);
});

/** Bodies that are too much to read, each for another reason. */
const excesses = [
	['bytes', () => 'x '.repeat(100_000)],
	['values', () => ','.repeat(100_001)],
	['names', () => Array.from({ length: 10_001 }, (_, index) => `"${index}":`).join('')],
] as const;

const limit = 150_000;

const toPercent = (text: string) =>
	Array.from(text, (sign) => `%${sign.charCodeAt(0).toString(16)}`).join('');

test('no part of the key is told of a body that is too much to read, wherever it is cut', async () => {
	const timeSlice = startTimeSlice();
	const unit = fc.constantFrom(...'KLMNO/+=');
	const key = fc.string({ unit, minLength: 12, maxLength: 200, size: 'max' });
	// White space, since no more than the first words are told. A wide one has three bytes.
	const lengths = fc.oneof(
		...[600, 80_000].map((most) => fc.nat(most)),
		...[16_384, 21_845, 32_768].map((cut) => fc.integer({ min: cut - 100, max: cut + 10 })),
	);
	const before = fc.tuple(fc.constantFrom(' ', '\u3000'), lengths);
	const spell = fc.constantFrom(String, encodeURIComponent, toPercent);
	await fc.assert(
		fc.asyncProperty(
			...([
				key,
				before,
				spell,
				fc.constantFrom(...excesses),
				fc.nat(100),
				fc.nat(100_000),
			] as const),
			async (secret, [space, length], spelled, [, excess], cut, further) => {
				const head = `${space.repeat(length)}key=${spelled(secret)}`;
				const bytes = Buffer.from(head + excess());
				const first = Math.max(1, Buffer.byteLength(head) - (cut % spelled(secret).length));
				const response: StreamedResponse = {
					status: 500,
					headers: {},
					body: (async function* () {
						yield bytes.subarray(0, first);
						yield bytes.subarray(first, first + further);
						yield bytes.subarray(first + further);
					})(),
					discard: () => undefined,
				};
				const { text, problem } = await readText(response, limit, timeSlice);
				expect(problem).not.toBeNull();
				const said = { lead: 'HTTP status 500: ', said: text };
				const { message } = await shownText(
					said,
					createRedactor([secret], async () => {}),
				);
				for (let at = 0; at + 8 <= secret.length; at += 1) {
					expect(message).not.toContain(secret.slice(at, at + 8));
				}
			},
		),
		{ numRuns: 300 },
	);
});

const garbage = Buffer.from('garbage, for all that is known');

const compressions: ReadonlyArray<readonly [string, (given: (error: unknown) => void) => void]> = [
	['gzip', (given) => zlib.gunzip(garbage, given)],
	['deflate', (given) => zlib.inflate(garbage, given)],
	['brotli', (given) => zlib.brotliDecompress(garbage, given)],
	// Node.js 20 has none.
	['zstd', (given) => given(Object.assign(new Error(), { code: 'ZSTD_error_prefix_unknown' }))],
];

test.each(compressions)(
	'a body that is no %s is damaged, which is no trouble of the network',
	async (_, undo) => {
		const error = await new Promise(undo);
		const body = (async function* () {
			await Promise.reject(error);
		})();
		const response = { status: 200, headers: {}, body, discard: () => undefined };

		expect(await readText(response, limit, startTimeSlice())).toEqual({
			text: '',
			problem: 'The compressed response is damaged.',
		});
	},
);

test('what a body that is too much to read begins with is told', async () => {
	const body = (async function* () {
		yield Buffer.from('<h1>Bad gate');
		yield Buffer.from(`way</h1>${' '.repeat(limit)}`);
	})();
	const response = { status: 502, headers: {}, body, discard: () => undefined };
	const { text } = await readText(response, limit, startTimeSlice());

	const redactor = createRedactor([], async () => {});
	const { message } = await shownText({ lead: 'HTTP status 502: ', said: text }, redactor);
	expect(message).toBe('HTTP status 502: Bad gateway …');
});
