import { Readable } from 'node:stream';
import fc from 'fast-check';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { fileOf } from '../../../nodes/KainicCatalog/binary';
import { withFilesBeside } from '../../../nodes/shared/items';
import { refusalOf } from '../support/refusal';
import { forAll } from '../support/for-all';

const cancel = new AbortController();

function filesOf(stream: () => Readable, mode = 'filesystem') {
	const context = {
		getExecutionCancelSignal: () => cancel.signal,
		helpers: {
			getBinaryStream: async () => stream(),
			getBinaryMetadata: async (id: string) => ({
				fileSize: id === `${mode}:1` ? 12_345 : Number.NaN,
			}),
		},
	} as unknown as IExecuteFunctions;
	const stored = { id: `${mode}:1`, data: mode, mimeType: 'a/b', fileName: 'feed.json' };
	const base64 = Buffer.alloc(600 * 1024, 'xyz').toString('base64');
	const inMemory = { data: base64, mimeType: 'a/b' };
	const inLines = { data: base64.replace(/.{76}/g, '$&\r\n'), mimeType: 'a/b' };
	const items: INodeExecutionData[] = [
		{ json: {}, binary: { stored, inMemory, inLines } },
		{ json: {} },
	];
	return (index: number, name: string) => fileOf(context, items[index], name);
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
		await forAll([sizes], async (bytes) => {
			const chunks = bytes.map((size, index) => Buffer.alloc(size, index + 1));
			const pieces: Uint8Array[] = [];
			const file = filesOf(() => Readable.from(chunks), mode)(0, 'stored');
			for await (const piece of file.open()) pieces.push(piece);

			expect(Math.max(0, ...pieces.map(({ length }) => length))).toBeLessThanOrEqual(largest);
			expect(Buffer.concat(pieces).equals(Buffer.concat(chunks))).toBe(true);
		});
	},
);

test('a file in memory comes in pieces, and has no name if n8n has none', async () => {
	const file = filesOf(endless)(0, 'inMemory');

	expect(file.name).toBe('');
	expect(await file.size()).toBe(600 * 1024);
	expect(Math.max(...(await lengthOf(file.open())))).toBeLessThanOrEqual(64 * 1024);
});

test.each(['inMemory', 'inLines'])('a file %s comes whole', async (name) => {
	const pieces: Uint8Array[] = [];
	const file = filesOf(endless)(0, name);
	for await (const piece of file.open()) pieces.push(piece);

	expect(await file.size()).toBe(600 * 1024);
	expect(Buffer.concat(pieces).equals(Buffer.alloc(600 * 1024, 'xyz'))).toBe(true);
});

test('an abort closes the stream at once, although nobody reads on', async () => {
	const stream = endless();
	const abort = new AbortController();
	const chunks = filesOf(() => stream)(0, 'stored')
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
	const lengths = lengthOf(filesOf(() => stream)(0, 'stored').open(abort.signal));
	abort.abort();

	expect(await lengths).toEqual([]);
	expect(stream.destroyed).toBe(true);
});

test('a missing field is refused with those that the item has', () => {
	const messageOf = (index: number, name: string) => {
		const { message, explanation } = refusalOf(() => filesOf(endless)(index, name));
		return [message, explanation.code];
	};

	expect(messageOf(0, 'toString')).toEqual([
		'The item has no binary field "toString". Its binary fields are: "stored", "inMemory", "inLines".',
		'no_file',
	]);
	expect(messageOf(1, 'data')).toEqual([
		'The item has no binary field "data". The item has no binary data.',
		'no_file',
	]);
});

const file = { id: 'filesystem-v2:1', mimeType: 'text/plain', data: 'filesystem-v2' };
const other = { ...file, id: 'filesystem-v2:2' };

describe('an item with files within its JSON', () => {
	test('has them beside it, and is not changed itself', () => {
		const item = { json: { sku: '1', _files: { data: file } }, pairedItem: { item: 3 } };
		const before = structuredClone(item);
		const separate = { json: { sku: '1' }, binary: { data: file }, pairedItem: { item: 3 } };
		expect(withFilesBeside(item)).toEqual(separate);
		expect(withFilesBeside({ ...item, binary: { other } })).toEqual({
			...separate,
			binary: { data: file, other },
		});
		expect(item).toEqual(before);
	});

	test.each([
		['none'],
		[{}],
		[{ data: 'none' }],
		[{ data: { mimeType: 'x', id: '1' } }],
		[{ data: file, note: 'x' }],
	])('is left as it is if not all of them are files: %j', (_files) => {
		const item = { json: { _files } };
		expect(withFilesBeside(item)).toBe(item);
		const binary = { other };
		expect(withFilesBeside({ json: { _files }, binary })).toEqual({ json: { _files }, binary });
	});
});
