import fc from 'fast-check';
import { withoutKeys } from '../../../contract/files';

const keys = fc.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 60 });

describe('the last guard', () => {
	test('takes a key away, in capitals and small letters, and taken apart', () => {
		const between = fc.constantFrom('', ' ', '\u200b', ' \t ');
		fc.assert(
			fc.property(keys, between, fc.boolean(), (project, sign, isLoud) => {
				fc.pre(!/\s/.test(project));
				const key = isLoud ? project.toUpperCase() : project.toLowerCase();
				const text = `A ${Array.from(key).join(sign)} B`;
				expect(withoutKeys(text, { project, experiment: null })).toBe('A [API key] B');
			}),
		);
	});

	test('leaves JSON valid', () => {
		fc.assert(
			fc.property(keys, fc.json(), (project, json) => {
				const kept = withoutKeys(json, { project, experiment: null });
				expect(() => JSON.parse(kept)).not.toThrow();
			}),
		);
	});

	test.each(['-'.repeat(60), 'a-'.repeat(30), ' a'.repeat(30)])(
		'is quick for the key %s',
		(key) => {
			const startedAt = performance.now();
			withoutKeys(`${key.slice(0, -2)} `.repeat(3_000), { project: key, experiment: null });
			expect(performance.now() - startedAt).toBeLessThan(1_000);
		},
	);
});
