import type { Quantity, Series } from '../series';
import type { Goal } from './results';
import { pairedRatios, spread, type Spread } from './statistics';
import { besideEachOther, count, figure, padded, roundedFigure } from './text';

const titles: Readonly<Record<Quantity, string>> = {
	time: 'time',
	cpu: 'CPU',
	'kept memory': 'kept memory',
	'resident memory': 'resident memory',
	size: 'size',
	'longest block': 'longest block',
	'block, 99 %': 'block, 99 %',
	collections: "collections of n8n's heap",
	recovery: 'until ready',
	'answer, 99 %': 'answer, 99 %',
	'answer between collections, 99 %': 'between collections, 99 %',
	'answers in collections': 'in collections',
	rate: 'rate',
	unanswered: 'unanswered',
};

const quantities: readonly Quantity[] = [
	'time',
	'cpu',
	'kept memory',
	'resident memory',
	'size',
	'longest block',
	'block, 99 %',
	'collections',
	'recovery',
	'answer, 99 %',
	'answer between collections, 99 %',
	'answers in collections',
	'rate',
	'unanswered',
];

const gap = '   ';

/**
 * Everything that was measured, as text: a block for each work and number of items, a line for each
 * contender. Figures are medians, with the lowest and the highest round beside them. Fails when
 * times of a block do not pair up.
 */
export function tables(all: readonly Series[]): string {
	const names = unique(all.map(titleOf));
	return names.map((name) => block(name, all)).join('\n\n');
}

function titleOf({ work, items }: Series): string {
	return `${work}, ${count(items)} ${items === 1 ? 'item' : 'items'}`;
}

function block(title: string, all: readonly Series[]): string {
	const measured = all.filter((series) => titleOf(series) === title);
	const contenders = unique(measured.map(({ contender }) => contender));
	const columns = [
		padded([title, ...contenders], 'right'),
		...quantities.flatMap((quantity) => quantityColumn(quantity, contenders, measured)),
		...ratioColumn(contenders, measured),
	];
	return besideEachOther(columns, gap);
}

/** One column when the block has the quantity, none otherwise. */
function quantityColumn(
	quantity: Quantity,
	contenders: readonly string[],
	measured: readonly Series[],
): string[][] {
	const ofQuantity = measured.filter((series) => series.quantity === quantity);
	const [first] = ofQuantity;
	if (!first) return [];
	const spreads = contenders.map((contender) => {
		const series = ofQuantity.find((each) => each.contender === contender);
		return series && spread(series.rounds);
	});
	return [spreadColumn(`${titles[quantity]}, ${first.unit}`, spreads, '')];
}

/** How the times compare with those of the block's first contender; none when that has no times. */
function ratioColumn(contenders: readonly string[], measured: readonly Series[]): string[][] {
	const times = measured.filter(({ quantity }) => quantity === 'time');
	const first = times.find(({ contender }) => contender === contenders[0]);
	if (!first) return [];
	const ratios = contenders.map((contender) => {
		const series = times.find((each) => each.contender === contender);
		return series && pairedRatios(series, first);
	});
	return [spreadColumn(`time, × ${first.contender}`, ratios, '× ')];
}

function spreadColumn(
	title: string,
	spreads: ReadonlyArray<Spread | undefined>,
	sign: string,
): string[] {
	const medians = spreads.map((each) => (each ? `${sign}${figure(each.median)}` : '–'));
	const ranges = spreads.map((each) =>
		each ? `(${figure(each.lowest)} to ${figure(each.highest)})` : '',
	);
	const figures = padded(medians, 'left');
	const cells = padded(ranges, 'left').map((range, line) => `${figures[line] ?? ''} ${range}`);
	return padded([title, ...cells], 'left');
}

/** The goals of the bench, a line for each, with the value that was seen. */
export function goalTable(goals: readonly Goal[]): string {
	const columns = [
		padded(['goal', ...goals.map(({ name }) => name)], 'right'),
		padded(['value', ...goals.map(({ value }) => roundedFigure(value))], 'left'),
		padded(['goal', ...goals.map(({ goal }) => count(goal))], 'left'),
		padded(['unit', ...goals.map(({ unit }) => unit)], 'right'),
		['', ...goals.map(({ met }) => (met ? 'met' : 'NOT MET'))],
	];
	return besideEachOther(columns, gap);
}

function unique(texts: readonly string[]): string[] {
	return [...new Set(texts)];
}
