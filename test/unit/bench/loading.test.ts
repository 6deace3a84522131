import { readLoad } from '../../../bench/rest/loading';

test('a load is the milliseconds that the loading process printed', () => {
	expect(readLoad('{"milliseconds":12.5,"nodes":4}\n')).toBe(12.5);
});

test.each([
	['nothing', ''],
	['something else', '"loaded"'],
	['no duration', '{"nodes":4}'],
	['no node', '{"milliseconds":12.5,"nodes":0}'],
])('%s is refused', (_what, printed) => {
	expect(() => readLoad(printed)).toThrow();
});
