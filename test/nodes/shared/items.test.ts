import type { IDataObject } from 'n8n-workflow';
import fc from 'fast-check';
import { failureJson, newFailure } from '../../../nodes/shared/failure';
import { errorOf, withFilesBeside, withoutAddedFields } from '../../../nodes/shared/items';
import { forAll } from '../../support/for-all';

const error = failureJson(newFailure('no'));
const kainic = { status: 'accepted', trackerId: 'web', requestEvents: 2, attempts: 1 };

/** An item that went through several nodes, and failed in each with `count` items. */
function failTimes(item: IDataObject, times: number, count: number): IDataObject {
	let failed = item;
	for (let time = 0; time < times; time += 1) {
		failed = { ...failed, error: errorOf(newFailure('no'), count, failed.error) };
	}
	return failed;
}

describe('an item that comes back', () => {
	test('loses what this package added, and keeps the rest in its order', () => {
		expect(withoutAddedFields({ a: 1, error, kainic, b: 2 })).toStrictEqual({ a: 1, b: 2 });
		expect(withoutAddedFields({ error: { ...error, httpCode: 503 } })).toStrictEqual({});
		expect(withoutAddedFields({ kainic: { ...kainic, status: 'valid' } })).toEqual({});
		expect(withoutAddedFields({ kainic: { status: 'accepted' } })).toEqual({});
	});

	test('gets its own error back, however often it failed, and is not changed itself', async () => {
		const own = fc.dictionary(fc.string(), fc.jsonValue());
		await forAll([own, fc.jsonValue(), fc.integer({ min: 1, max: 4 })], (json, ownError, times) => {
			const item = { ...json, error: ownError };
			const failed = failTimes(item, times, 1);
			const before = JSON.stringify(failed);
			expect(withoutAddedFields(failed)).toEqual(withoutAddedFields(item));
			expect(JSON.stringify(failed)).toBe(before);
		});
	});

	test("gets its own kainic back, which an earlier node's kainic has as `original`", () => {
		const own = { score: 1 };
		expect(withoutAddedFields({ a: 1, kainic: { ...kainic, original: own } })).toEqual({
			...{ a: 1, kainic: own },
		});
		expect(withoutAddedFields({ kainic: { ...kainic, original: null } })).toEqual({ kainic: null });
	});

	test('says for how many it stands, if it is several', () => {
		const several = failTimes({ a: 1 }, 1, 1000);
		expect(several.error).toMatchObject({ items: 1000 });
		expect(failTimes(several, 1, 1).error).not.toHaveProperty('items');
	});

	test.each<[string, object]>([
		['an error of text', { error: 'payment failed' }],
		["another node's error", { error: { message: 'x', stack: 'y' } }],
		['only a code', { error: { code: 'rejected' } }],
		...['payment', 'toString', '', null].map((code): [string, object] => [
			`the code ${code}`,
			{ error: { ...error, code } },
		]),
		['a field of another type', { error: { ...error, notSent: 'yes' } }],
		['no error', { error: null }],
		['a score as kainic', { kainic: { score: 1 } }],
		['a kainic of another status', { kainic: { ...kainic, status: 'done' } }],
	])("keeps what is the user's own: %s", (_name, own) => {
		expect(withoutAddedFields({ ...own, a: 1 })).toEqual({ ...own, a: 1 });
	});
});

describe('files within the JSON of an item, as n8n keeps them with combined binary data,', () => {
	const file = { id: 'filesystem-v2:1', mimeType: 'text/plain', data: 'filesystem-v2' };
	const other = { ...file, id: 'filesystem-v2:2' };

	test('move beside it, and the item itself is not changed', () => {
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

	test.each<unknown>([
		...['x', null, {}, [file], { a: 1 }, { data: 'x' }, { data: { id: '1', mimeType: 'x' } }],
		...[
			{ data: file, note: 'x' },
			{ data: file, other: { ...file, id: 5 } },
		],
	])("are a field of the user's own if they are %j", (own) => {
		const item = { json: Object({ a: 1, _files: own }), binary: { other } };
		expect(withFilesBeside(item)).toBe(item);
	});
});
