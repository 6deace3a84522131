import axios from 'axios';
import OtherForm from 'form-data';
import { messageOf } from '../../support/units/refusal';
import { readForm } from '../../../tools/emulator/server/form';
import { serve, type RunningServer, type ShopRequest } from '../../support/doubles/server/server';
import { checkForm, fileName, formBytes, type UploadForm } from '../../../nodes/KainicCatalog/form';
import { createBody } from '../../../nodes/shared/send/request-body';

let server: RunningServer;
let received: ShopRequest;

beforeAll(async () => {
	server = await serve((request) => {
		received = request;
		return { status: 200, body: '' };
	});
});
afterAll(async () => await server.close());

const bodyOf = (form: UploadForm, file: Blob) =>
	createBody({ kind: 'form', form: { ...form, fileName, file } });

const content = Buffer.from(JSON.stringify([{ item_id: 'ä'.repeat(50_000) }]));

/** What the server reads of a form, how many bytes came, and how many were announced. */
async function post(form: UploadForm) {
	const body = bodyOf(form, new Blob([content]));
	// A busy process could use a connection at the moment when the server closes it.
	const headers = { connection: 'close' };
	await axios.post(server.url, body.content, { maxRedirects: 0, headers });
	expect([body.bytesTaken(), body.totalBytes]).toEqual([content.length, content.length]);
	const bytes = Buffer.from(received.body);
	const announced = Number(received.headers['content-length']);
	return { read: await readForm(received.headers, [bytes]), bytes: bytes.length, announced };
}

test('a form holds what the package form-data would write', async () => {
	const { read } = await post({
		fields: [{ name: 'store_id', value: 'store-1' }],
		fileField: 'file',
	});
	const other = new OtherForm();
	other.append('store_id', 'store-1');
	other.append('file', content, { filename: fileName, contentType: 'application/json' });
	expect(read).toEqual(await readForm(other.getHeaders(), [other.getBuffer()]));
});

const long = 'x'.repeat(1000);

test.each<[string, Partial<UploadForm>]>([
	['plain names', {}],
	['quotes and line breaks', { fields: [{ name: 'a', value: ' "b"\r\n--c\r\n\r\nd' }] }],
	['other scripts', { fields: [{ name: 'größe', value: '日本 😀' }], fileField: 'größe' }],
	['1,000 characters', { fields: [{ name: long, value: long }], fileField: long }],
	['percent signs', { fields: [{ name: 'a%22;b', value: '%0D' }], fileField: 'a%0A;=' }],
])('%s arrive as they are, within the bytes that were reserved', async (_what, given) => {
	const form = { fields: [{ name: 'store_id', value: 'store-1' }], fileField: 'file', ...given };
	expect(checkForm(form)).toBe(form);
	const { read, bytes, announced } = await post(form);
	const { fields, fileField: fieldName } = form;
	const file = { fieldName, fileName: 'products.json', contentType: 'application/json', content };
	expect(read).toMatchObject({ fields, files: [file] });
	expect(announced).toBe(bytes);
	expect(bytes).toBeLessThanOrEqual(content.length + formBytes(form));
});

const base = { fields: [], fileField: 'file' };
const refusalOf = (change: Partial<UploadForm>) =>
	messageOf(() => checkForm({ ...base, ...change }));

const oddSigns = ['"', '\\', '\r', '\n', '\r\nContent-Type: text/html\r\n\r\n', '\u0000', '\ud800'];

test.each(oddSigns)('%j in a name is refused', (sign) => {
	const name = `a${sign}`;
	const fields = [{ name, value: '' }];
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
