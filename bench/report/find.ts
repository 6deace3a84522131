/** What tells one series from all others. */
export interface SeriesKey {
	readonly work: string;
	readonly contender: string;
	readonly items: number;
	readonly quantity: string;
}

/** The series that was measured of exactly this; fails, naming it, when there is none. */
export function seriesOf<Found extends SeriesKey>(all: readonly Found[], key: SeriesKey): Found {
	const found = findSeries(all, key);
	if (found !== undefined) return found;
	const { work, contender, items, quantity } = key;
	throw new Error(`No ${quantity} was measured of ${contender} doing ${work} with ${items} items.`);
}

/** The series that was measured of exactly this; undefined if there is none. */
export function findSeries<Found extends SeriesKey>(
	all: readonly Found[],
	{ work, contender, items, quantity }: SeriesKey,
): Found | undefined {
	return all.find(
		(each) =>
			each.work === work &&
			each.contender === contender &&
			each.items === items &&
			each.quantity === quantity,
	);
}
