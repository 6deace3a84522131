import fc from 'fast-check';
import { checkForm } from '../../nodes/KainicCatalog/form';
import { inputFailure } from '../../nodes/shared/failure';
import { checkEvent } from '../../nodes/KainicEvent/batch';
import { endpoint } from '../../nodes/shared/kainic/api';
import { checkBaseUrl } from '../../nodes/shared/kainic/connection';
import { readItemIds, readJsonObject } from '../../nodes/shared/prediction/request';
import { readResponse } from '../../nodes/shared/kainic/response';
import { withoutAddedFields } from '../../nodes/shared/items';
import { createBody } from '../../nodes/shared/send/request-body';
import { identifier, nameOf, pathId } from '../../nodes/shared/values';
import { forAll } from '../support/for-all';
import { taken } from '../support/units/refusal';

const anyText = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.string({ unit: 'grapheme' }),
	fc.constantFrom(
		...['\ud800', 'x\udfff', '\0', '__proto__', 'constructor', '../..', '%2e%2e', '\r\nX: y'],
	),
);

const anything = fc.oneof(
	anyText,
	fc.anything({ withDate: true, withBigInt: true, withNullPrototype: true, withSparseArray: true }),
);

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

describe('whatever comes as input', () => {
	test.each<[string, (value: unknown) => unknown]>([
		['an event', (value) => checkEvent(value)],
		['an ID', (value) => identifier(value, 'ID')],
		['a list of item IDs', (value) => readItemIds(value)],
		['a base URL', (value) => checkBaseUrl(value)],
		['an item that comes back', withoutAddedFields],
		['a value in a message', (value) => nameOf(value)],
		['an error of n8n', (value) => inputFailure(value, 'item 0')],
	])('%s is taken or refused, and nothing breaks', (_, check) =>
		forAll([anything], 500, (value) => {
			expect(() => taken(() => check(value))).not.toThrow();
		}),
	);

	const jsonTexts = [fc.json(), fc.object().map((value) => JSON.stringify(value))];

	test('a JSON body is an object, or it is refused', () =>
		forAll([fc.oneof(anyText, ...jsonTexts)], 500, (text) => {
			const read = taken(() => readJsonObject(text, 'Body'));
			expect(typeof read?.fields === 'object').toBe(/^\s*\{/.test(text) && isJson(text));
		}));

	const status = fc.integer({ min: 100, max: 999 });

	test('no answer breaks the reader of answers, and only a success is one', () =>
		forAll([fc.oneof(anyText, fc.json()), status], 500, (body, status) => {
			expect(readResponse({ body, status }).kind).toBe('failure');
		}));
});

const joined = (...parts: readonly fc.Arbitrary<string>[]) =>
	fc.tuple(...parts).map((texts) => texts.join(''));

const tricks = fc.constantFrom(
	...['../', '..\\', '?api_key=', '#', '%2f', '%2e%2e/', '//host/', ';', '@', '\t', '\n'],
);

test('an ID that tries to leave the path stays one segment of it, without a query', () =>
	forAll([fc.oneof(joined(anyText, tricks, anyText), anyText)], 500, (text) => {
		const id = taken(() => pathId(identifier(text, 'ID'), 'ID'));
		if (id === null) return;
		const url = new URL(`https://kainic.example/v1${endpoint.events(id, id)}`);
		expect(url.search + url.hash).toBe('');
		expect(url.host).toBe('kainic.example');
		const segments = url.pathname.split('/').map(decodeURIComponent);
		expect(segments).toEqual(['', 'v1', 'collector', 'collect', 'custom', id, id]);
	}));

describe('a form field that tries to become a header', () => {
	const tricks = ['"', '\r\n', '\r\nX-Evil: 1', '"; filename="x', '\\', '\0', '\n\n'];
	const text = joined(anyText, fc.constantFrom(...tricks), anyText);
	const plain = fc.string({ unit: fc.constantFrom(...'aé X:-=;ß/🔑') });
	/** Reaches for a header, in a form that a value may have. */
	const sly = ['\r\nX-Evil: 1', '"; filename="x', '\r\n\r\n--', '\\', '%0d%0aX-Evil: 1'];
	/** Most are what a form can carry: the others are refused, and prove nothing more. */
	const mostly = (usual: fc.Arbitrary<string>, other: fc.Arbitrary<string>) =>
		fc.oneof({ arbitrary: usual, weight: 4 }, { arbitrary: other, weight: 1 });
	const form = fc.record({
		name: mostly(plain, fc.oneof(anyText, text)),
		value: mostly(joined(plain, fc.constantFrom(...sly), plain), fc.oneof(anyText, text)),
		fileField: mostly(fc.constant('file'), text),
	});

	test('is refused, or arrives as the name or value that it is', () =>
		forAll([form], 300, async ({ name, value, fileField }) => {
			const wanted = { fields: [{ name, value }], fileField };
			if (taken(() => checkForm(wanted)) === null) return;
			const form = { ...wanted, fileName: 'products.json', file: new Blob([]) };
			const made = () => {
				const { content } = createBody({ kind: 'form', form });
				return new Response(content instanceof FormData ? content : null);
			};
			const sent = made();
			const boundary = /boundary=(.+)$/.exec(sent.headers.get('content-type') ?? '')?.[1] ?? '';
			const parts = (await sent.text()).split(`--${boundary}`);
			const heads = parts.map((part) => part.slice(0, part.indexOf('\r\n\r\n')));
			expect(heads.filter((head) => /^X-Evil/im.test(head))).toEqual([]);
			const parsed = await made().formData();
			expect([...parsed.keys()].sort()).toEqual([name, fileField].sort());
			expect(parsed.get(name)).toBe(value);
		}));
});
