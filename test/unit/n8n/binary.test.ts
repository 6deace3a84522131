import { Readable } from 'node:stream';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { createFiles } from '../../../nodes/shared/n8n/binary';
import { InputError } from '../../../nodes/shared/failure';

const cancel = new AbortController();

function filesOf(stream: () => Readable) {
	const context = {
		getExecutionCancelSignal: () => cancel.signal,
		helpers: {
			getBinaryStream: async () => stream(),
			getBinaryDataBuffer: async () => Buffer.alloc(600 * 1024, 'x'),
		},
	} as unknown as IExecuteFunctions;
	const stored = { id: 'filesystem:1', data: 'filesystem', mimeType: 'a/b', fileName: 'feed.json' };
	const inMemory = { data: 'eHg=', mimeType: 'a/b' };
	const items: INodeExecutionData[] = [{ json: {}, binary: { stored, inMemory } }, { json: {} }];
	return createFiles(context, items);
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

test('a file in memory comes in pieces, and has no name if n8n has none', async () => {
	const file = filesOf(endless).of(0, 'inMemory');

	expect(file.name).toBe('');
	expect(await lengthOf(file.open())).toEqual([256 * 1024, 256 * 1024, 88 * 1024]);
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
