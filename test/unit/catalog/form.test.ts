import axios from 'axios';
import { chunksOf } from '../support/fake-run';
import { messageOf } from '../support/refusal';
import { readForm } from '../../../tools/emulator/server/form';
import { serve, type RunningServer, type ShopRequest } from '../../shops/shared/shop-server';
import {
	checkForm,
	createBody,
	formBytes,
	type UploadFile,
	type UploadForm,
} from '../../../nodes/KainicCatalog/form';

let server: RunningServer;
let received: ShopRequest;

beforeAll(async () => {
	server = await serve((request) => {
		received = request;
		return { status: 200, body: '' };
	});
});
afterAll(async () => await server.close());

const signal = new AbortController().signal;
const nothing = async (_bytes: number) => {};

const content = Buffer.from(JSON.stringify([{ item_id: 'ä'.repeat(50_000) }]));

/** What the server reads of a form, how many bytes came, and how many were announced. */
async function post(form: UploadForm) {
	const source = { bytes: content.length, open: () => chunksOf(content, 999) };
	const body = createBody(form, source, signal, nothing);
	await axios.post(server.url, body.content, { maxRedirects: 0 });
	const bytes = Buffer.from(received.body);
	const announced = Number(received.headers['content-length']);
	return { read: await readForm(received.headers, [bytes]), bytes: bytes.length, announced };
}

const long = 'x'.repeat(1000);

test.each<[string, Partial<UploadForm>]>([
	['plain names', {}],
	['quotes and line breaks', { fields: [{ name: 'a', value: ' "b"\r\n--c\r\n\r\nd' }] }],
	['other scripts', { fields: [{ name: 'größe', value: '日本 😀' }], fileName: 'größe.json' }],
	['1,000 characters', { fields: [{ name: long, value: long }], fileField: long, fileName: long }],
	['percent signs', { fields: [{ name: 'a%22;b', value: '%0D' }], fileName: 'a%0A;=.json' }],
])('%s arrive as they are, within the bytes that were reserved', async (_what, given) => {
	const form = {
		fields: [{ name: 'store_id', value: 'store-1' }],
		fileField: 'file',
		fileName: 'products.json',
		...given,
	};
	expect(checkForm(form)).toBe(form);
	const { read, bytes, announced } = await post(form);
	const { fields, fileField: fieldName, fileName } = form;
	const file = { fieldName, fileName, contentType: 'application/json', content };
	expect(read).toMatchObject({ fields, files: [file] });
	expect(announced).toBe(bytes);
	expect(bytes).toBeLessThanOrEqual(content.length + formBytes(form));
});

const base = { fields: [], fileField: 'file', fileName: 'a.json' };
const refusalOf = (change: Partial<UploadForm>) =>
	messageOf(() => checkForm({ ...base, ...change }));

const oddSigns = ['"', '\\', '\r', '\n', '\r\nContent-Type: text/html\r\n\r\n', '\u0000', '\ud800'];

test.each(oddSigns)('%j in a name is refused', (sign) => {
	const name = `a${sign}`;
	const fields = [{ name, value: '' }];
	expect(refusalOf({ fileName: name })).toMatch(/^The file name contains a quotation mark/);
	expect(refusalOf({ fileField: name })).toMatch(/^The name of the file field/);
	expect(refusalOf({ fields })).toMatch(/^The name of the form field/);
});

test.each(['a\nb', 'a\rb', 'a\n\rb', '\ud800'])(
	'no form carries the value %j unchanged',
	(value) => {
		expect(refusalOf({ fields: [{ name: 'note', value }] })).toBe(
			'The form field "note" contains a line break or a damaged character (such as half of an emoji), which cannot be sent.',
		);
	},
);

describe('the file of a form', () => {
	const fileOf = (text: string, bytes = text.length) => ({ bytes, open: () => chunksOf(text) });

	/** Breaks after one byte. */
	const broken = (meanwhile = () => {}): UploadFile => ({
		bytes: 5,
		open: async function* () {
			yield new Uint8Array([1]);
			meanwhile();
			throw new Error('ENOENT: no such file');
		},
	});

	/** The stream that a client reads for an attempt, and how far it is. */
	function track(file: UploadFile, aborted = signal, onRead = nothing) {
		const { content: form, progress } = createBody(base, file, aborted, onRead);
		const sent = form.get('file');
		if (!(sent instanceof File)) throw new Error('The form has no file');
		return { open: () => sent.stream(), progress };
	}

	async function problemOf(file: UploadFile, aborted = signal) {
		const { open, progress } = track(file, aborted);
		await expect(new Response(open()).text()).rejects.toBeDefined();
		return progress();
	}

	test('is handed over byte for byte, and each chunk is reported', async () => {
		const reports: number[] = [];
		const { open, progress } = track(fileOf('0123456789abcdef'), signal, async (bytes) => {
			reports.push(bytes);
		});
		expect(progress()).toEqual({ bytes: 0, totalBytes: 16, problem: null });
		expect(await new Response(open()).text()).toBe('0123456789abcdef');
		expect(reports).toEqual([7, 14, 16]);
		expect(progress()).toEqual({ bytes: 16, totalBytes: 16, problem: null });
	});

	test('is closed if the client stops reading, and progress says how much was taken', async () => {
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

	test('is the problem if it cannot be read any more, and the client sees an error', async () => {
		const problem = 'The file could not be read completely: ENOENT: no such file';
		expect(await problemOf(broken())).toEqual({ bytes: 1, totalBytes: 5, problem });
	});

	test.each([
		['larger', 8, 7, 'It had 8 bytes, and now is larger.'],
		['smaller', 2000, 10, 'It had 2,000 bytes, and now has 10 bytes.'],
	])('is the problem if it became %s, and not more is sent', async (_, total, bytes, change) => {
		const problem = `The file changed before the upload was complete. ${change}`;
		const expected = { bytes, totalBytes: total, problem };
		expect(await problemOf(fileOf('0123456789', total))).toEqual(expected);
	});

	test('is no problem if the abort closed it', async () => {
		const abort = new AbortController();
		const file = broken(() => abort.abort());
		expect(await problemOf(file, abort.signal)).toMatchObject({ problem: null });
	});
});
