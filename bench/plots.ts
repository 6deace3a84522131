import { eventCounts, works } from './plan';
import { plotOf } from './report/plot';
import type { Line, Panel } from './report/plot-option';
import { median } from './report/statistics';
import type { Quantity, Series } from './series';
import { eventNames } from './works/events';

/** Drawn in this order, so that the same name has the same colour everywhere. */
const drawn = [
	eventNames.kainic(100),
	eventNames.floor(100),
	eventNames.codeAndHttpRequest(100),
	eventNames.httpRequest,
	eventNames.fetch(100),
];

/** Time and memory of events against their number, as SVG. */
export function eventPlot(all: readonly Series[]): string {
	return plotOf([
		panel(all, 'time', 'Time', 'Time, ms'),
		panel(all, 'resident memory', 'Growth of memory', 'Memory, MB'),
	]);
}

function panel(
	all: readonly Series[],
	quantity: Quantity,
	title: string,
	valueName: string,
): Panel {
	const lines = drawn.map((name): Line => {
		const points = eventCounts.flatMap((items) => pointsOf(all, name, quantity, items));
		return { name, points };
	});
	return { title, valueName, lines };
}

/** One point, or none where that was not measured. */
function pointsOf(
	all: readonly Series[],
	name: string,
	quantity: Quantity,
	items: number,
): ReadonlyArray<readonly [number, number]> {
	const own = name === eventNames.httpRequest && quantity === 'time';
	const work = own ? works.eventsPerItem : works.events;
	const series = all.find(
		(each) =>
			each.work === work &&
			each.contender === name &&
			each.items === items &&
			each.quantity === quantity,
	);
	return series === undefined ? [] : [[items, median(series.rounds)]];
}
