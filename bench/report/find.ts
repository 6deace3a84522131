import type { Series } from '../series';

/** What tells one series from all others. */
export type SeriesKey = Pick<Series, 'work' | 'contender' | 'items' | 'quantity'>;

/** The series that was measured of exactly this; fails, naming it, when there is none. */
export function seriesOf(all: readonly Series[], key: SeriesKey): Series {
	const found = all.find(
		({ work, contender, items, quantity }) =>
			work === key.work &&
			contender === key.contender &&
			items === key.items &&
			quantity === key.quantity,
	);
	if (!found) {
		const { work, contender, items, quantity } = key;
		throw new Error(
			`No ${quantity} was measured of ${contender} doing ${work} with ${items} items.`,
		);
	}
	return found;
}
