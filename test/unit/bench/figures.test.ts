import { readFileSync } from 'node:fs';
import { benchFigures, comparedFigures } from '../../../bench/figures';
import { scalingFigures } from '../../../bench/figures/scaling';
import { markdownTable, withFigures } from '../../../bench/report/markdown';
import results from '../../../bench/results.json';

describe('the figures of the documents', () => {
	test.each([
		['docs/performance.md', comparedFigures(results)],
		['bench/README.md', benchFigures(results)],
		['docs/scaling.md', scalingFigures(results)],
	])('%s shows what bench/results.json holds', (path, figures) => {
		const document = readFileSync(path, 'utf8');
		expect(withFigures(document, figures)).toBe(document);
	});

	test.each([
		[1, 'One round in n8n'],
		[2, 'Medians of 2 rounds in n8n'],
	])('of %i rounds are called by that', (rounds, words) => {
		expect(comparedFigures({ ...results, rounds })).toContain(`\n\n${words}`);
	});

	test('a goal is met where its value says so', () => {
		expect(results.goals).not.toHaveLength(0);
		for (const { name, value, goal, met } of results.goals) {
			const atLeast = name.endsWith('times faster');
			expect({ name, met }).toEqual({ name, met: atLeast ? value >= goal : value <= goal });
		}
	});

	test('a table is laid out as Prettier does it, figures at the right', () => {
		const table = markdownTable(
			['', 'ms'],
			[
				['a work', '1'],
				['x', '2.25'],
			],
		);
		expect(table).toBe(
			['|        |   ms |', '| ------ | ---: |', '| a work |    1 |', '| x      | 2.25 |'].join(
				'\n',
			),
		);
	});

	test('a document without marks is refused', () => {
		expect(() => withFigures('# Bench', 'x')).toThrow('no <!-- figures');
	});
});
