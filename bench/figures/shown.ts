import { type SeriesKey, findSeries } from '../report/find';
import type { Results } from '../report/results';
import type { Spread } from '../report/statistics';
import { roundedFigure } from '../report/text';

/** What of bench/results.json the documents show; read from the file, its words are mere text. */
export type Shown = Omit<Results, 'series'> & { readonly series: readonly ShownSeries[] };

type ShownSeries = SeriesKey & { readonly unit: string } & Pick<Spread, 'median'>;

/** Stands for what was not measured. */
export const none = '–';

export type Find = (work: string, contender: string, items: number, quantity: string) => string;

/** Seconds within which an n8n that does nothing else answers. */
const atOnce = 0.1;

/** The median of what was measured, with its unit. */
export function finder({ series }: Pick<Shown, 'series'>): Find {
	return (work, contender, items, quantity) => {
		const found = findSeries(series, { work, contender, items, quantity });
		if (found === undefined) return none;
		const { median, unit } = found;
		if (unit === 's' && median < atOnce) return 'at once';
		const inSeconds = unit === 'ms' && median >= 1000;
		if (inSeconds) return `${roundedFigure(median / 1000)} s`;
		return `${roundedFigure(median)}${unit.startsWith('/') ? '' : ' '}${unit}`;
	};
}

/** The rows with at least one figure after the first `texts` cells. */
export function measured(rows: readonly string[][], texts = 1): string[][] {
	return rows.filter((row) => row.slice(texts).some((cell) => cell !== none));
}
