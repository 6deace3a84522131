import { plotOf, type Panel } from '../../../bench/report/plot';

function panel(names: readonly string[], values: readonly number[] = [1, 10]): Panel {
	const points = values.map((value, index) => [100 * 10 ** index, value] as const);
	return {
		title: 'How long a run takes',
		valueName: 'Time, ms',
		lines: names.map((name) => ({ name, points })),
	};
}

test('the same panels give the same text, whatever was drawn before', () => {
	const panels = [panel(['a', 'b']), panel(['b', 'c'])];
	const first = plotOf(panels);
	plotOf([panel(['a'])]);
	expect(plotOf(panels)).toBe(first);
});

test('every reference in the text has its target', () => {
	const svg = plotOf([panel(['a', 'b']), panel(['b'])]);
	const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
	const references = [...svg.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id);
	expect(references.length).toBeGreaterThan(0);
	expect(ids).toEqual(expect.arrayContaining(references));
	expect(new Set(ids).size).toBe(ids.length);
});

test('title, name of the values, legend and numbers of items are written out on white', () => {
	const svg = plotOf([panel(['Kainic Event'], [1, 10, 100, 1_000])]);
	for (const words of [
		'How long a run takes',
		'Time, ms',
		'Kainic Event',
		'Number of events',
		'100,000',
	]) {
		expect(svg).toContain(`>${words}</text>`);
	}
	expect(svg).toMatch(/<rect width="480"[^>]*fill="#ffffff"/);
});

test('a name keeps its colour in every panel, and no other has it', () => {
	const drawn = (names: string[], colour: string) =>
		plotOf([panel(['a', 'b']), panel(names)]).split(`stroke="${colour}" stroke-width="2.5"`).length;
	expect(drawn(['a'], '#0072b2')).toBeGreaterThan(drawn(['b'], '#0072b2'));
	expect(drawn(['b'], '#d55e00')).toBeGreaterThan(drawn(['a'], '#d55e00'));
});

test('values that are not above zero are left out, as if they had not been measured', () => {
	const whole = panel(['a'], [-1, 0, 100, 1_000]);
	const lines = whole.lines.map(({ name, points }) => ({ name, points: points.slice(2) }));
	expect(plotOf([whole])).toBe(plotOf([{ ...whole, lines }]));
});

test('more names than can be told apart are refused', () => {
	expect(() => plotOf([panel(['a', 'b', 'c', 'd', 'e', 'f', 'g'])])).toThrow(
		'at most 6 names apart, not 7',
	);
});
