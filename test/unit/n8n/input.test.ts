import { withFilesBeside } from '../../../nodes/shared/n8n/input';

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

	test("keeps what is the user's own of that field", () => {
		const item = { json: { _files: { data: file, note: 'x' } } };
		expect(withFilesBeside(item)).toEqual({
			json: { _files: { note: 'x' } },
			binary: { data: file },
		});
	});

	test.each([['none'], [{}], [{ data: 'none' }], [{ data: { mimeType: 'x', id: '1' } }]])(
		'is left as it is if none of them is a file: %j',
		(_files) => {
			const item = { json: { _files } };
			expect(withFilesBeside(item)).toBe(item);
			const binary = { other };
			expect(withFilesBeside({ json: { _files }, binary })).toEqual({ json: { _files }, binary });
		},
	);
});
