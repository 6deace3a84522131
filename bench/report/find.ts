/** What tells one series from all others. */
export interface SeriesKey {
	readonly work: string;
	readonly contender: string;
	readonly items: number;
	readonly quantity: string;
}

/** The series that was measured of exactly this; fails, naming it, when there is none. */
export function seriesOf<Found extends SeriesKey>(all: readonly Found[], key: SeriesKey): Found {
	const { work, contender, items, quantity } = key;
	const found = all.find(
		(each) =>
			each.work === work &&
			each.contender === contender &&
			each.items === items &&
			each.quantity === quantity,
	);
	if (found !== undefined) return found;
	throw new Error(`No ${quantity} was measured of ${contender} doing ${work} with ${items} items.`);
}
