const threeDigits = new Intl.NumberFormat('en-US', {
	minimumSignificantDigits: 3,
	maximumSignificantDigits: 3,
});

const fourDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

const allDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 15 });

/** A measured figure as a reader sees it: three significant digits, thousands set apart. */
export function figure(value: number): string {
	return threeDigits.format(value);
}

/** A figure that was already rounded for bench/results.json, exactly as it stands there. */
export function roundedFigure(value: number): string {
	return fourDigits.format(value);
}

/** A number that was chosen, not measured, e.g. a number of items: all of its digits. */
export function count(value: number): string {
	return allDigits.format(value);
}

/** Texts filled up with spaces to the length of the longest. */
export function padded(texts: readonly string[], side: 'left' | 'right'): string[] {
	const width = Math.max(0, ...texts.map((text) => text.length));
	return texts.map((text) => (side === 'left' ? text.padStart(width) : text.padEnd(width)));
}

/** Columns of equally many cells, side by side as lines of text. */
export function besideEachOther(columns: readonly (readonly string[])[], gap: string): string {
	const height = Math.max(0, ...columns.map((column) => column.length));
	return Array.from({ length: height }, (_none, line) =>
		columns
			.map((column) => column[line] ?? '')
			.join(gap)
			.trimEnd(),
	).join('\n');
}
