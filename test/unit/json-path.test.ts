import fc from 'fast-check';
import { isPath } from '../../nodes/shared/json-path';

const name = fc.constantFrom('', 'a', 'b', 'ab', 'a.b', '.');
const path = fc.array(name, { maxLength: 4 });

test('a path is the text that its names make, joined by dots, and no other', () => {
	fc.assert(
		fc.property(path, path, (names, others) => {
			expect(isPath(names, names.join('.'))).toBe(true);
			expect(isPath(names, others.join('.'))).toBe(names.join('.') === others.join('.'));
		}),
		{ numRuns: 2000 },
	);
});
