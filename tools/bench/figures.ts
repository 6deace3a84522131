import { median } from './report/statistics';

/** What is measured, with its unit. */
export const units = {
	time: 'ms',
	'longest block': 'ms',
	'growth of memory': 'MB',
	loading: 'ms',
} as const;

export type Quantity = keyof typeof units;

/** What tells a figure from all others. */
export interface FigureKey {
	/** What is done, e.g. `events`. */
	readonly work: string;
	/** Who does it, e.g. `Kainic Event, batches of 100`. */
	readonly contender: string;
	/** How many items go in. */
	readonly items: number;
	readonly quantity: Quantity;
}

/** What the runs showed, in their order: equal places were measured side by side. */
export interface Figure extends FigureKey {
	readonly values: readonly number[];
}

/** Looks figures up. Fails, naming it, if one was not measured. */
export class Figures {
	constructor(readonly all: readonly Figure[]) {}

	/** The median of the runs, in the unit of the quantity. */
	median(key: FigureKey): number {
		return median(this.find(key).values);
	}

	/** The median of the ratios, run by run: what slows the machine down strikes both. */
	ratio(of: FigureKey, to: FigureKey): number {
		const [ours, theirs] = [this.find(of).values, this.find(to).values];
		return median(ours.map((value, index) => value / (theirs[index] ?? Number.NaN)));
	}

	private find({ work, contender, items, quantity }: FigureKey): Figure {
		const found = this.all.find(
			(each) =>
				each.work === work &&
				each.contender === contender &&
				each.items === items &&
				each.quantity === quantity,
		);
		if (found !== undefined) return found;
		throw new Error(
			`No ${quantity} was measured of ${contender} doing ${work} with ${items} items.`,
		);
	}
}
