import { seriesOf } from '../report/find';
import { median, pairedRatios } from '../report/statistics';
import type { Quantity, Series } from '../series';

export type OfQuantity = (contender: string) => Series;

export function finder(
	all: readonly Series[],
	work: string,
	items: number,
): (quantity: Quantity) => OfQuantity {
	return (quantity) => (contender) => seriesOf(all, { work, contender, items, quantity });
}

export function ratio(find: OfQuantity, of: string, to: string): number {
	return pairedRatios(find(of), find(to)).median;
}

/** For quantities that may be near zero in a round, where a ratio by rounds would say nothing. */
export function ratioOfMedians(find: OfQuantity, of: string, to: string): number {
	return median(find(of).rounds) / median(find(to).rounds);
}

export function beyond(find: OfQuantity, of: string, floor: string): number {
	return median(find(of).rounds) - median(find(floor).rounds);
}
