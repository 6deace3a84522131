import { Readable } from 'node:stream';
import fc from 'fast-check';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { watchSteps } from '../../../bench/nodes/collections';
import { createFiles } from '../../../nodes/shared/n8n/binary';
import { InputError } from '../../../nodes/shared/failure';

const cancel = new AbortController();

function filesOf(stream: () => Readable, mode = 'filesystem', renew = () => {}) {
	const context = {
		getExecutionCancelSignal: () => cancel.signal,
		helpers: {
			getBinaryStream: async () => stream(),
		},
	} as unknown as IExecuteFunctions;
	const stored = { id: `${mode}:1`, data: mode, mimeType: 'a/b', fileName: 'feed.json' };
	const inMemory = { data: Buffer.alloc(600 * 1024, 'x').toString('base64'), mimeType: 'a/b' };
	const items: INodeExecutionData[] = [{ json: {}, binary: { stored, inMemory } }, { json: {} }];
	return createFiles(context, items, { renew });
}

const endless = () =>
	new Readable({
		read() {
			this.push(Buffer.alloc(1000));
		},
	});

async function lengthOf(chunks: AsyncIterable<Uint8Array>): Promise<number[]> {
	const lengths: number[] = [];
	for await (const chunk of chunks) lengths.push(chunk.length);
	return lengths;
}

const settle = async () => await new Promise((resolve) => setImmediate(resolve));

test('a file can be read as often as needed, and its stream is closed after each time', async () => {
	const streams: Readable[] = [];
	const file = filesOf(() => {
		const stream = Readable.from([Buffer.from('abc'), Buffer.from('de')]);
		streams.push(stream);
		return stream;
	}).of(0, 'stored');

	expect(file.name).toBe('feed.json');
	expect(await lengthOf(file.open())).toEqual([3, 2]);
	expect(await lengthOf(file.open())).toEqual([3, 2]);
	expect(streams.map(({ destroyed }) => destroyed)).toEqual([true, true]);
});

test.each(['filesystem-v2', 'database'])(
	'a file comes whole and in pieces of 64 kB at most, whatever n8n reads at once: %s',
	async (mode) => {
		const largest = 64 * 1024;
		const sizes = fc.array(
			fc.oneof(fc.nat(9), fc.integer({ min: largest - 2, max: 3 * largest })),
			{
				maxLength: 5,
			},
		);
		await fc.assert(
			fc.asyncProperty(sizes, async (bytes) => {
				const chunks = bytes.map((size, index) => Buffer.alloc(size, index + 1));
				const pieces: Uint8Array[] = [];
				const file = filesOf(() => Readable.from(chunks), mode).of(0, 'stored');
				for await (const piece of file.open()) pieces.push(piece);

				expect(Math.max(0, ...pieces.map(({ length }) => length))).toBeLessThanOrEqual(largest);
				expect(Buffer.concat(pieces).equals(Buffer.concat(chunks))).toBe(true);
			}),
		);
	},
);

describe('the memory of a chunk', () => {
	/** The lengths to which the chunks of `abcde` were cut when the third one was asked for. */
	async function freed(mode: string, use: 'open' | 'lend', piece: Buffer): Promise<unknown[]> {
		const transfer = jest.fn();
		const chunks = [new Uint8Array(Buffer.from('abc')), new Uint8Array(Buffer.from('de')), piece];
		for (const { buffer } of chunks) Object.defineProperty(buffer, 'transfer', { value: transfer });
		const file = filesOf(() => Readable.from(chunks), mode).of(0, 'stored');
		const seen: string[] = [];
		for await (const chunk of file[use]()) {
			expect(transfer).toHaveBeenCalledTimes(
				use === 'lend' && mode !== 'database' ? seen.length : 0,
			);
			seen.push(Buffer.from(chunk).toString());
		}
		expect(seen).toEqual(['abc', 'de', piece.toString()]);
		return transfer.mock.calls;
	}

	const part = () => Buffer.from(new Uint8Array(10).buffer, 2, 3);

	test('is freed when a reader that borrows asks for the next one, if all of it is the chunk', async () => {
		expect(await freed('filesystem-v2', 'lend', part())).toEqual([[0], [0]]);
	});

	test('stays for a reader that keeps it, and if it may belong to somebody else', async () => {
		expect(await freed('filesystem-v2', 'open', part())).toEqual([]);
		expect(await freed('database', 'lend', part())).toEqual([]);
	});

	test('really goes, if this Node.js can free it', async () => {
		const bytes = new Uint8Array(1000);
		const lengths = await lengthOf(
			filesOf(() => Readable.from([bytes]))
				.of(0, 'stored')
				.lend(),
		);

		expect(lengths).toEqual([1000]);
		expect(bytes.length).toBe('transfer' in bytes.buffer ? 0 : 1000);
	});
});

describe('V8 collects young objects while a file is read', () => {
	const chunksOf = (count: number, bytes: number) =>
		Readable.from(
			(function* () {
				for (let index = 0; index < count; index += 1) yield Buffer.alloc(bytes);
			})(),
		);
	/** How often V8 collects young objects while chunks are read that nobody keeps. */
	const collections = async (chunks: AsyncIterable<Uint8Array>): Promise<number> => {
		const end = watchSteps();
		await lengthOf(chunks);
		return (await end()).filter(({ kind }) => kind === 'young').length;
	};
	const read = (mode: string, use: 'open' | 'lend', count: number, bytes: number) =>
		filesOf(() => chunksOf(count, bytes), mode)
			.of(0, 'stored')
			[use]();
	const chunkBytes = 256 * 1024;

	test.each([
		['filesystem-v2', 'open'],
		['filesystem-v2', 'lend'],
		['s3', 'open'],
		['s3', 'lend'],
	] as const)(
		'far more often than its chunks alone make it, so that they do not make it collect all: %s, %s',
		async (mode, use) => {
			await collections(read(mode, use, 500, chunkBytes));
			const alone = await collections(chunksOf(500, chunkBytes));

			expect(await collections(read(mode, use, 500, chunkBytes))).toBeGreaterThan(alone + 3);
		},
	);

	test.each([80 * chunkBytes, 1024, 1])(
		'by three times the bytes of the file, however many of them a chunk has: %i',
		async (bytes) => {
			const left = jest.spyOn(Array.prototype, 'slice');
			const count = Math.min(40_960, (80 * chunkBytes) / bytes);
			await lengthOf(read('s3', 'open', count, bytes));
			const bytesLeft = left.mock.contexts.reduce<number>(
				(sum, array) => sum + 8 * (Array.isArray(array) ? array.length : Number.NaN),
				0,
			);
			left.mockRestore();

			expect(bytesLeft).toBeGreaterThanOrEqual(3 * count * bytes);
			expect(bytesLeft).toBeLessThan(3 * count * bytes + 100_000);
		},
	);
});

test.each([
	['filesystem-v2', 2],
	['database', 0],
])('a chunk in the mode %s begins a new time slice: %i times of two', async (mode, renewals) => {
	const renew = jest.fn();
	const chunks = [Buffer.from('abc'), Buffer.from('de')];

	await lengthOf(
		filesOf(() => Readable.from(chunks), mode, renew)
			.of(0, 'stored')
			.open(),
	);
	expect(renew).toHaveBeenCalledTimes(renewals);
});

test('a file in memory comes in pieces, and has no name if n8n has none', async () => {
	const file = filesOf(endless).of(0, 'inMemory');

	expect(file.name).toBe('');
	expect(await lengthOf(file.open())).toEqual([
		...Array.from({ length: 9 }, () => 64 * 1024),
		24 * 1024,
	]);
});

test('an abort closes the stream at once, although nobody reads on', async () => {
	const stream = endless();
	const abort = new AbortController();
	const chunks = filesOf(() => stream)
		.of(0, 'stored')
		.open(abort.signal)
		[Symbol.asyncIterator]();
	await chunks.next();
	expect(stream.destroyed).toBe(false);
	abort.abort();

	expect(stream.destroyed).toBe(true);
});

test('a stream that comes after the abort is closed unread', async () => {
	const stream = endless();
	const abort = new AbortController();
	const lengths = lengthOf(
		filesOf(() => stream)
			.of(0, 'stored')
			.open(abort.signal),
	);
	abort.abort();

	expect(await lengths).toEqual([]);
	expect(stream.destroyed).toBe(true);
});

test('no listener stays on the signals, however the reading ends', async () => {
	const added = jest.spyOn(cancel.signal, 'addEventListener');
	const removed = jest.spyOn(cancel.signal, 'removeEventListener');
	const files = filesOf(endless);
	const stopped = files.of(0, 'stored').open()[Symbol.asyncIterator]();
	await stopped.next();
	await stopped.return?.();
	const abort = new AbortController();
	const aborted = files.of(0, 'stored').open(abort.signal)[Symbol.asyncIterator]();
	await aborted.next();
	abort.abort();
	await settle();

	expect(added).toHaveBeenCalledTimes(2);
	for (const [, listener] of added.mock.calls) {
		expect(removed).toHaveBeenCalledWith('abort', listener);
	}
});

test('a missing field is refused with those that the item has', () => {
	const messageOf = (index: number, name: string) => {
		try {
			return filesOf(endless).of(index, name).name;
		} catch (error) {
			return error instanceof InputError ? [error.message, error.explanation.code] : error;
		}
	};

	expect(messageOf(0, 'toString')).toEqual([
		'The item has no binary field "toString". The item has: "stored", "inMemory".',
		'no_file',
	]);
	expect(messageOf(1, 'data')).toEqual([
		'The item has no binary field "data". It has no binary data at all.',
		'no_file',
	]);
});
