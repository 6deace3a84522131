import fc from 'fast-check';
import { createRedactor } from '../../../nodes/shared/delivery/redact';

const keys = fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme' });

describe('taking the key out', () => {
	test('in any place, raw or encoded as addresses encode it', () => {
		fc.assert(
			fc.property(keys, fc.string(), fc.string(), (key, before, after) => {
				const { text } = createRedactor(key);
				const forms = [key, encodeURIComponent(key), encodeURIComponent(encodeURIComponent(key))];
				return forms.every((form) => {
					const cleaned = text(`${before} ${form} ${after}`);
					return !cleaned.includes(form) || '[API key]'.includes(form);
				});
			}),
		);
	});

	test('with lower-case percent codes and plus signs for spaces', () => {
		const { text } = createRedactor('a b/c+d=e:key');
		expect(text('x=a+b%2fc%2bd%3De:key&y')).toBe('x=[API key]&y');
	});

	test('in every spelling that holds no character of the key as it is', () => {
		const redactor = createRedactor('key+1/2');
		for (const spelled of ['key+1/2', 'key%2B1%2f2', 'key\\u002b1\\/2', 'key&#43;1&#x2F;2']) {
			expect(redactor.text(`before ${spelled} after ${spelled}`)).toBe(
				'before [API key] after [API key]',
			);
		}
		expect(createRedactor('plain-key').text('a plain-key, a plain-key')).toBe(
			'a [API key], a [API key]',
		);
	});

	test('in names and values of data at any depth, which otherwise stays as it is', () => {
		const { data } = createRedactor('sentinel-key');
		expect(data({ a: [{ 'sentinel-key': 'x sentinel-key y' }], b: 1, c: null, d: true })).toEqual({
			a: [{ '[API key]': 'x [API key] y' }],
			b: 1,
			c: null,
			d: true,
		});
	});

	test('a short key is taken out of messages, but not of data, where it would be found by chance', () => {
		const { data, text } = createRedactor('abc');
		expect(text('abc is wrong')).toBe('[API key] is wrong');
		expect(data({ title: 'abc' })).toEqual({ title: 'abc' });
	});

	test('a prototype key of the server does not get on', () => {
		const { data } = createRedactor('sentinel-key');
		const cleaned = data(JSON.parse('{"__proto__": {"polluted": true}, "a": 1}'));
		expect(Object.keys(Object(cleaned))).toEqual(['a']);
	});
});
