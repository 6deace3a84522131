/** What is measured of a run. */
export type Quantity =
	| 'time'
	| 'cpu'
	| 'kept memory'
	| 'resident memory'
	| 'size'
	| 'longest block'
	| 'block, 99 %'
	| 'collections'
	| 'recovery'
	| 'answer, 99 %'
	| 'answer between collections, 99 %'
	| 'answers in collections'
	| 'rate'
	| 'unanswered';

export type Unit = 'ms' | 's' | 'MB' | 'kB' | '/s' | '%' | 'times';

/** One quantity of one contender doing one work with so many items, round by round. */
export interface Series {
	/** What is done, e.g. `events`. */
	work: string;
	/** Who does it, e.g. `Kainic Event`. */
	contender: string;
	/** How many items go in. */
	items: number;
	quantity: Quantity;
	unit: Unit;
	/** What each round showed, in the order of the rounds: equal indexes were measured side by side. */
	rounds: readonly number[];
}
