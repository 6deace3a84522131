import { Readable } from 'node:stream';
import fc from 'fast-check';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { fileOf } from '../../../nodes/KainicCatalog/binary';
import { refusalOf } from '../support/refusal';
import { forAll } from '../support/for-all';

function filesOf(stream: () => Readable, cancel?: AbortSignal) {
	const context = {
		getExecutionCancelSignal: () => cancel,
		helpers: {
			getBinaryStream: async () => stream(),
			getBinaryMetadata: async (id: string) => ({ fileSize: id === 'x:1' ? 12_345 : Number.NaN }),
		},
	} as unknown as IExecuteFunctions;
	const stored = { id: 'x:1', data: 'x', mimeType: 'a/b', fileName: 'feed.json' };
	const base64 = Buffer.alloc(600 * 1024, 'xyz').toString('base64');
	const inMemory = { data: base64, mimeType: 'a/b' };
	const inLines = { data: base64.replace(/.{76}/g, '$&\r\n'), mimeType: 'a/b' };
	const items: INodeExecutionData[] = [
		{ json: {}, binary: { stored, inMemory, inLines } },
		{ json: {} },
	];
	return (index: number, name: string) => fileOf(context, items[index], name);
}

/** Far more than a stream reads ahead. */
const long = () => Readable.from(Array.from({ length: 1000 }, () => Buffer.alloc(1000)));

async function piecesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
	const pieces: Uint8Array[] = [];
	for await (const chunk of chunks) pieces.push(chunk);
	return pieces;
}

const lengthsOf = async (chunks: AsyncIterable<Uint8Array>) =>
	(await piecesOf(chunks)).map(({ length }) => length);

const largest = 64 * 1024;

test('a file can be read as often as needed, and its stream is closed after each time', async () => {
	const streams: Readable[] = [];
	const file = filesOf(() => {
		const stream = Readable.from([Buffer.from('abc'), Buffer.from('de')]);
		streams.push(stream);
		return stream;
	})(0, 'stored');

	expect(file.name).toBe('feed.json');
	expect(await file.size()).toBe(12_345);
	expect(streams).toEqual([]);
	expect(await lengthsOf(file.open())).toEqual([3, 2]);
	expect(await lengthsOf(file.open())).toEqual([3, 2]);
	expect(streams.map(({ destroyed }) => destroyed)).toEqual([true, true]);
});

const size = fc.oneof(fc.nat(9), fc.integer({ min: largest - 2, max: 3 * largest }));

test('a file comes whole and in pieces of 64 kB at most, whatever n8n reads at once', () =>
	forAll([fc.array(size, { maxLength: 5 })], async (sizes) => {
		const chunks = sizes.map((bytes, index) => Buffer.alloc(bytes, index + 1));
		const pieces = await piecesOf(filesOf(() => Readable.from(chunks))(0, 'stored').open());
		expect(Math.max(0, ...pieces.map(({ length }) => length))).toBeLessThanOrEqual(largest);
		expect(Buffer.concat(pieces).equals(Buffer.concat(chunks))).toBe(true);
	}));

test.each(['inMemory', 'inLines'])('a file %s comes whole, in pieces and unnamed', async (name) => {
	const file = filesOf(long)(0, name);
	const pieces = await piecesOf(file.open());
	expect([file.name, await file.size()]).toEqual(['', 600 * 1024]);
	expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(largest);
	expect(Buffer.concat(pieces).equals(Buffer.alloc(600 * 1024, 'xyz'))).toBe(true);
});

describe.each(['attempt', 'execution'])('an abort of the %s', (whose) => {
	function open() {
		const stream = long();
		const [attempt, execution] = [new AbortController(), new AbortController()];
		const file = filesOf(() => stream, execution.signal)(0, 'stored');
		const chunks = file.open(attempt.signal);
		return { stream, chunks, abort: () => (whose === 'attempt' ? attempt : execution).abort() };
	}

	test('closes a stream at once, although nobody reads on', async () => {
		const { stream, chunks, abort } = open();
		await chunks[Symbol.asyncIterator]().next();
		expect(stream.destroyed).toBe(false);
		abort();
		expect(stream.destroyed).toBe(true);
	});

	test('closes a stream that comes after it, unread', async () => {
		const { stream, chunks, abort } = open();
		const lengths = lengthsOf(chunks);
		abort();
		expect(await lengths).toEqual([]);
		expect(stream.destroyed).toBe(true);
	});
});

test.each([
	[0, 'toString', 'Its binary fields are: "stored", "inMemory", "inLines".'],
	[1, 'data', 'The item has no binary data.'],
])('a missing field of item %i is refused: %s', (index, name, others) => {
	const { message, explanation } = refusalOf(() => filesOf(long)(index, name));
	expect(message).toBe(`The item has no binary field "${name}". ${others}`);
	expect(explanation.code).toBe('no_file');
});
