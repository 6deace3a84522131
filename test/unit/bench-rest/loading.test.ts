import { readLoad } from '../../../bench/rest/loading';

describe('what the loading process printed', () => {
	test('is a duration and a number of nodes', () => {
		const load = { milliseconds: 12.5, nodes: 4 };
		expect(readLoad(`${JSON.stringify(load)}\n`)).toEqual(load);
	});

	test.each([
		['nothing', ''],
		['something else', '"loaded"'],
		['no duration', '{"nodes":4}'],
		['no node', '{"milliseconds":12.5,"nodes":0}'],
	])('is no load where it is %s', (_what, printed) => {
		expect(() => readLoad(printed)).toThrow();
	});
});
