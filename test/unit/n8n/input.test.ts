import type { INodeExecutionData } from 'n8n-workflow';
import { withFilesBeside } from '../../../nodes/shared/n8n/input';

const file = { id: 'filesystem-v2:1', mimeType: 'text/plain', fileName: 'a.txt', data: 'x' };

const read = (item: INodeExecutionData, binaryMode?: 'separate' | 'combined') =>
	withFilesBeside([item], binaryMode === undefined ? {} : { binaryMode })[0];

describe('the input of a node', () => {
	const inJson = { json: { sku: '1', _files: { data: file } }, pairedItem: { item: 3 } };

	test('has its files beside its JSON if n8n keeps them within it', () => {
		const before = structuredClone(inJson);
		const separate = { json: { sku: '1' }, binary: { data: file }, pairedItem: { item: 3 } };
		expect(read(inJson, 'combined')).toEqual(separate);
		expect(inJson).toEqual(before);
		const other = { ...file, id: 'filesystem-v2:2' };
		expect(read({ ...inJson, binary: { other } }, 'combined')?.binary).toEqual({
			data: file,
			other,
		});
	});

	test('is left as it is under any other setting, whatever its fields are called', () => {
		expect(read(inJson)).toBe(inJson);
		expect(read(inJson, 'separate')).toBe(inJson);
	});

	test.each([['none'], [{ data: 'none' }], [{ data: { mimeType: 'x' } }]])(
		"keeps a user's own field of that name: %j",
		(_files) => {
			const item = { json: { _files } };
			expect(read(item, 'combined')).toBe(item);
		},
	);
});
