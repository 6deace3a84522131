import { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { readResponse } from '../../../../nodes/shared/kainic/response';
import { createKeyRemover } from '../../../../nodes/shared/send/api-key';
import { brokenResponse } from '../../../../nodes/shared/send/network-errors';
import { createBody } from '../../../../nodes/shared/send/request-body';
import { readText } from '../../../../nodes/shared/send/response-body';
import { forAll } from '../../../support/for-all';

const limit = 8 * 1024 * 1024;

/** What a user reads about a response that is too large. */
async function messageOf(body: string, key: string): Promise<string> {
	const { text, isCut } = await readText(Readable.from([Buffer.from(body)]));
	expect(isCut).toBe(true);
	const start = await createKeyRemover(key).fromBody(text);
	return String(Object(readResponse({ status: 502, body: start })).message);
}

describe('a response that is too large', () => {
	test('has 8 MB and one byte, and its beginning is kept', async () => {
		const read = async (length: number) =>
			await readText(Readable.from([Buffer.alloc(length - 1, 'x'), Buffer.from('x')]));
		expect(await read(limit)).toEqual({ text: 'x'.repeat(limit), isCut: false });
		const text = 'x'.repeat(96 * 1024);
		expect(await read(limit + 1)).toEqual({ text, isCut: true });
	});

	test('shows how it begins', async () => {
		const page = `<h1>Bad gateway</h1>${' '.repeat(limit)}`;
		expect(await messageOf(page, 'secret-key')).toMatch(/HTTP status 502: Bad gateway …$/);
	});

	test('shows no part of the key, wherever it is cut', async () => {
		const key = fc.string({ unit: fc.constantFrom(...'KLMNO/+='), minLength: 12, maxLength: 200 });
		const cuts = [16_384, 32_768, 98_304];
		const lengths = cuts.map((cut) => fc.integer({ min: cut - 200, max: cut + 10 }));
		// Messages contain the first words only, so only white space precedes the key. A wide space has three bytes.
		const before = fc.tuple(fc.constantFrom(' ', '\u3000'), fc.oneof(fc.nat(600), ...lengths));
		const spell = fc.constantFrom(String, encodeURIComponent);
		const rest = 'x '.repeat(limit / 2);
		await forAll([key, before, spell], 60, async (secret, [space, length], spelled) => {
			const body = `${space.repeat(length)}key=${spelled(secret)} ${rest}`;
			const message = await messageOf(body, secret);
			for (let at = 0; at + 8 <= secret.length; at += 1) {
				expect(message).not.toContain(spelled(secret.slice(at, at + 8)));
			}
		});
	});
});

/** Node.js 20 has no zstd. */
const noZstd = () => {
	throw Object.assign(new Error(), { code: 'ZSTD_error_prefix_unknown' });
};

test.each<[string, (body: Buffer) => unknown]>([
	['gzip', zlib.gunzipSync],
	['deflate', zlib.inflateSync],
	['brotli', zlib.brotliDecompressSync],
	['zstd', noZstd],
])('damaged %s is a bad response, and no broken connection', async (_, decompress) => {
	const body = new Readable({ read: () => void decompress(Buffer.from('garbage')) });
	const error: unknown = await readText(body).catch((thrown: unknown) => thrown);
	const problem = 'The compressed response is damaged.';
	expect(brokenResponse(error)).toEqual({ code: 'bad_response', problem });
});

describe('the body of a request', () => {
	const entry = (index: number) => ({ index, text: `{"e":${index}}`, units: 1 });

	test.each([
		[{ kind: 'list', entries: [entry(0), entry(1)], isDivisible: true }, '[{"e":0},{"e":1}]'],
		[{ kind: 'json', text: '{ "price": 1.50 }' }, '{ "price": 1.50 }'],
	] as const)('%j is JSON, which counts as sent at once', (content, text) => {
		const body = createBody(content);
		expect(String(body.content)).toBe(text);
		expect([body.bytesTaken(), body.totalBytes]).toEqual([text.length, text.length]);
	});

	/** The form of a catalog, and how many of its bytes are counted as sent after each piece. */
	async function send(file: Blob) {
		const fields = [{ name: 'store_id', value: 's' }];
		const form = { fields, fileField: 'file', fileName: 'products.json', file };
		const { content, bytesTaken, totalBytes } = createBody({ kind: 'form', form });
		const sent = content instanceof FormData ? content.get('file') : null;
		if (!(content instanceof FormData && sent instanceof File)) throw new Error('It has no file');
		const counts = [bytesTaken()];
		const reader = sent.stream().getReader();
		while (!(await reader.read()).done) counts.push(bytesTaken());
		return { names: [...content.keys()], sent, counts, totalBytes };
	}

	test('of a catalog is a form, whose file is counted while it is sent', async () => {
		const pieces = Array.from({ length: 3 }, () => Buffer.alloc(65_536, '['));
		const { names, sent, counts, totalBytes } = await send(new Blob(pieces));
		expect(names).toEqual(['store_id', 'file']);
		expect([sent.name, sent.type, sent.size]).toEqual([
			'products.json',
			'application/json',
			196_608,
		]);
		expect(counts).toEqual([0, 65_536, 131_072, 196_608]);
		expect(totalBytes).toBe(196_608);
	});

	test('of a catalog is counted piece by piece, also if its file was read into one buffer', async () => {
		const { counts } = await send(new Blob([Buffer.alloc(limit, '[')]));
		expect(counts.at(1)).toBeLessThan(limit / 8);
	});
});
