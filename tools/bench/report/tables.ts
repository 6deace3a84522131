import { type Figure, units } from '../figures';
import { type Goal, isMet } from './goals';
import { median } from './statistics';

const threeDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });

/** A measured figure as a reader sees it. */
export function digits(value: number): string {
	return threeDigits.format(value);
}

/** Texts as lines of a table; the first `texts` columns are to the left, the others to the right. */
export function textTable(rows: readonly (readonly string[])[], texts: number): string {
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map((row) => row[column]?.length ?? 0)),
	);
	return rows
		.map((row) =>
			row
				.map((cell, column) => {
					const width = widths[column] ?? 0;
					return column < texts ? cell.padEnd(width) : cell.padStart(width);
				})
				.join('   ')
				.trimEnd(),
		)
		.join('\n');
}

/** All figures, a line each: median, lowest and highest. */
export function figureTable(figures: readonly Figure[]): string {
	const rows = figures.map(({ work, items, contender, quantity, values }) => [
		`${items === 1 ? '' : `${items.toLocaleString('en')} `}${work}`,
		contender,
		quantity,
		`${digits(median(values))} ${units[quantity]}`,
		`${digits(Math.min(...values))} to ${digits(Math.max(...values))}`,
	]);
	return textTable([['work', '', '', 'median', 'range'], ...rows], 3);
}

/** What was to be shown and what was, a line each. */
export function goalTable(goals: readonly Goal[]): string {
	const rows = goals.map((goal) => [
		goal.name,
		isMet(goal) ? 'met' : 'NOT MET',
		`${digits(goal.value)} ${goal.unit}`.trimEnd(),
		`${goal.atMost} ${goal.unit}`.trimEnd(),
	]);
	return textTable([['goal', '', 'value', 'at most'], ...rows], 2);
}
