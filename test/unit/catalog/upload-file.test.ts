import { createBody, type UploadFile } from '../../../nodes/KainicCatalog/form';
import { chunksOf } from '../support/fake-run';

const signal = new AbortController().signal;
const nothing = async (_bytes: number) => {};

function fileOf(content: string, bytes = Buffer.byteLength(content)): UploadFile {
	return { bytes, open: () => chunksOf(content) };
}

const form = { fields: [], fileField: 'file', fileName: 'a.json' };

/** The stream that a client reads for an attempt, and how far it is. */
function track(file: UploadFile, aborted = signal, onRead = nothing) {
	const { content, progress } = createBody(form, file, aborted, onRead);
	const sent = content.get('file');
	if (!(sent instanceof File)) throw new Error('The form has no file');
	return { open: () => sent.stream(), progress };
}

async function problemOf(file: UploadFile, aborted = signal) {
	const tracked = track(file, aborted);
	const error: unknown = await new Response(tracked.open()).text().then(
		() => null,
		(reason: unknown) => reason,
	);
	expect(error).not.toBeNull();
	return tracked.progress();
}

test('a file is handed over byte for byte, and each chunk is reported', async () => {
	const reports: number[] = [];
	const tracked = track(fileOf('0123456789abcdef'), signal, async (bytes) => {
		reports.push(bytes);
	});

	expect(tracked.progress()).toEqual({ bytes: 0, totalBytes: 16, problem: null });
	expect(await new Response(tracked.open()).text()).toBe('0123456789abcdef');
	expect(reports).toEqual([7, 14, 16]);
	expect(tracked.progress()).toEqual({ bytes: 16, totalBytes: 16, problem: null });
});

test('if the client stops reading, progress says how much was taken, and the file is closed', async () => {
	let isClosed = false;
	const open = async function* () {
		try {
			for (;;) yield new Uint8Array([1]);
		} finally {
			isClosed = true;
		}
	};
	const tracked = track({ bytes: 100, open });
	const reader = tracked.open().getReader();
	await reader.read();
	await reader.cancel();
	expect(isClosed).toBe(true);
	expect(tracked.progress().bytes).toBeLessThan(100);
	expect(tracked.progress().problem).toBeNull();
});

test('a file that cannot be read any more is the problem, and the client sees an error', async () => {
	const open = async function* () {
		yield new Uint8Array([1]);
		throw new Error('ENOENT: no such file');
	};

	expect(await problemOf({ bytes: 5, open })).toEqual({
		bytes: 1,
		totalBytes: 5,
		problem: 'The file could not be read completely: ENOENT: no such file',
	});
});

test.each([
	['larger', 8, 7, 'It had 8 bytes, and now is larger.'],
	['smaller', 2000, 10, 'It had 2,000 bytes, and now has 10 bytes.'],
])('a file that became %s is the problem', async (_, totalBytes, bytes, change) => {
	const problem = `The file changed before the upload was complete. ${change}`;
	// Nothing is sent beyond the announced size.
	expect(await problemOf(fileOf('0123456789', totalBytes))).toEqual({ bytes, totalBytes, problem });
});

test('a file that the abort closed is no problem of its own', async () => {
	const abort = new AbortController();
	const open = async function* () {
		yield new Uint8Array([1]);
		abort.abort();
		throw new Error('closed');
	};

	expect(await problemOf({ bytes: 5, open }, abort.signal)).toMatchObject({ problem: null });
});
