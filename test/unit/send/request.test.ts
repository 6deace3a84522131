import { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { readResponse } from '../../../nodes/shared/kainic/response';
import { createKeyRemover } from '../../../nodes/shared/send/api-key';
import { jsonBody, readText } from '../../../nodes/shared/send/request';
import { forAll } from '../support/for-all';

const limit = 150_000;

/** The message of a body that is too much to read. */
function messageOf(start: string, key: string): unknown {
	const body = createKeyRemover(key).fromBody({ body: start, isCut: true });
	return Object(readResponse({ status: 502, body })).message;
}

test('no part of the key is told of a body that is too much to read, wherever it is cut', async () => {
	const unit = fc.constantFrom(...'KLMNO/+=');
	const key = fc.string({ unit, minLength: 12, maxLength: 200, size: 'max' });
	// White space, since no more than the first words are told. A wide one has three bytes.
	const lengths = fc.oneof(
		...[600, 80_000].map((most) => fc.nat(most)),
		...[16_384, 21_845, 32_768].map((cut) => fc.integer({ min: cut - 100, max: cut + 10 })),
	);
	const before = fc.tuple(fc.constantFrom(' ', '\u3000'), lengths);
	const spell = fc.constantFrom(String, encodeURIComponent);
	await forAll(
		[...([key, before, spell, fc.nat(100), fc.nat(100_000)] as const)],
		300,
		async (secret, [space, length], spelled, cut, further) => {
			const head = `${space.repeat(length)}key=${spelled(secret)}`;
			const bytes = Buffer.from(head + 'x '.repeat(100_000));
			const first = Math.max(1, Buffer.byteLength(head) - (cut % spelled(secret).length));
			const second = first + further;
			const parts = [bytes.subarray(0, first), bytes.subarray(first, second)];
			const body = Readable.from([...parts, bytes.subarray(second)]);
			const { text, problem } = await readText(body, limit);
			expect(problem).not.toBeNull();
			const message = messageOf(text, secret);
			for (let at = 0; at + 8 <= secret.length; at += 1) {
				expect(message).not.toContain(secret.slice(at, at + 8));
			}
		},
	);
	// Beside other work, some hundred bodies of 200 kB take a while.
}, 120_000);

/** Node.js 20 has no zstd. */
const noZstd = () => {
	throw Object.assign(new Error(), { code: 'ZSTD_error_prefix_unknown' });
};

test.each<[string, (body: Buffer) => unknown]>([
	['gzip', zlib.gunzipSync],
	['deflate', zlib.inflateSync],
	['brotli', zlib.brotliDecompressSync],
	['zstd', noZstd],
])('a body that is no %s is damaged, which is no trouble of the network', async (_, undo) => {
	const body = new Readable({ read: () => void undo(Buffer.from('garbage')) });
	const problem = 'The compressed response is damaged.';
	expect(await readText(body, limit)).toEqual({ text: '', problem });
});

test('what a body that is too much to read begins with is told', async () => {
	const page = ['<h1>Bad gate', `way</h1>${' '.repeat(limit)}`].map((text) => Buffer.from(text));
	const { text } = await readText(Readable.from(page), limit);

	expect(await messageOf(text, 'secret-key')).toMatch(/HTTP status 502: Bad gateway …$/);
});

test('a body is read up to the limit, and one byte more is too much', async () => {
	const read = async (length: number) =>
		await readText(Readable.from([Buffer.alloc(length, 'x')]), limit);
	expect(await read(limit)).toEqual({ text: 'x'.repeat(limit), problem: null });
	expect(await read(limit + 1)).toEqual({
		text: 'x'.repeat(96 * 1024),
		problem: 'The response has more than 146.484 kB.',
	});
});

describe('the body of a JSON request', () => {
	const most = 1024 * 1024;

	test('of 1 MB counts as sent at once, because an operating system may buffer it', () => {
		const content = Buffer.alloc(most, 'x');
		const body = jsonBody(content);
		expect(body.content).toBe(content);
		expect(body.progress()).toEqual({ bytes: most, totalBytes: most, problem: null });
	});

	test('of more is read piece by piece, and its progress is counted', async () => {
		const content = Buffer.from(Array.from({ length: most + 1 }, (_, index) => index % 251));
		const { content: file, progress } = jsonBody(content);
		if (!(file instanceof File)) throw new Error('It is not read piece by piece');
		expect([file.size, file.type]).toEqual([most + 1, 'application/json']);
		const reader = file.stream().getReader();
		const pieces: Uint8Array[] = [];
		const counts: number[] = [];
		for (let turn = 0; turn < 20; turn += 1) {
			await new Promise<void>((resolve) => setImmediate(resolve));
			counts.push(progress().bytes);
			const { value } = await reader.read();
			if (value === undefined) break;
			pieces.push(value);
		}
		expect(Buffer.concat(pieces).equals(content)).toBe(true);
		expect(counts).toEqual([...Array.from({ length: 17 }, (_, piece) => piece * 65_536), most + 1]);
		expect(progress()).toEqual({ bytes: most + 1, totalBytes: most + 1, problem: null });
	});
});
