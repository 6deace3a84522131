import type { FigureKey, Figures, Quantity } from '../figures';
import { works } from '../parts';
import { catalogNames } from '../works/catalog';
import { eventNames } from '../works/events';
import { predictionNames } from '../works/predictions';

/** What a figure is to be at most, and what it was. */
export interface Goal {
	readonly name: string;
	readonly value: number;
	readonly atMost: number;
	/** Empty for ratios. */
	readonly unit: string;
}

export function isMet({ value, atMost }: Goal): boolean {
	return value <= atMost;
}

const many = 10_000;
const kainic = eventNames.kainic(100);

/** What a whole run is to show, and what it showed. Fails if something was not measured. */
export function goalsOf(figures: Figures): Goal[] {
	return [...times(figures), ...memory(figures), ...blocks(figures), loading(figures)];
}

function times(figures: Figures): Goal[] {
	const event = (contender: string, items = many): FigureKey => ({
		work: works.events,
		contender,
		items,
		quantity: 'time',
	});
	const ratio = (name: string, atMost: number, of: FigureKey, to: FigureKey): Goal => ({
		name,
		value: figures.ratio(of, to),
		atMost,
		unit: '',
	});
	const chunks = event(eventNames.codeAndHttpRequest(100));
	const prediction = { work: works.predictions, items: 1_000, quantity: 'time' } as const;
	const expressions = { ...event(kainic), work: works.expressions };
	return [
		ratio(
			'10,000 events: time against HTTP Request',
			0.025,
			event(kainic),
			event(eventNames.httpRequest),
		),
		ratio('10,000 events: time against Code + HTTP Request', 0.4, event(kainic), chunks),
		ratio(
			'10,000 events: time against a bare fetch loop',
			3,
			event(kainic),
			event(eventNames.fetch(100)),
		),
		ratio('100,000 events: time against 10,000', 11, event(kainic, 100_000), event(kainic)),
		ratio(
			'10,000 events by four expressions: time against Input Item',
			3,
			{ ...expressions, contender: eventNames.fields },
			expressions,
		),
		ratio(
			'1,000 predictions, 5 at once: time against HTTP Request',
			1,
			{ ...prediction, contender: predictionNames.kainic(5) },
			{ ...prediction, contender: predictionNames.httpRequest(5) },
		),
		...[30, 500].map((megabytes) =>
			ratio(
				`${works.catalog(megabytes)}: time against HTTP Request, which checks nothing`,
				2.5,
				catalog(megabytes, catalogNames.kainic, 'time'),
				catalog(megabytes, catalogNames.httpRequest, 'time'),
			),
		),
	];
}

/** Growth beside HTTP Request's. */
function memory(figures: Figures): Goal[] {
	const quantity = 'growth of memory';
	const event = { work: works.events, items: many, quantity } as const;
	return [
		{
			name: '10,000 events: growth of memory against HTTP Request',
			value: figures.ratio(
				{ ...event, contender: kainic },
				{ ...event, contender: eventNames.httpRequest },
			),
			atMost: 0.1,
			unit: '',
		},
		...[30, 500].map((megabytes) => ({
			name: `${works.catalog(megabytes)}: growth of memory against HTTP Request`,
			value: figures.ratio(
				catalog(megabytes, catalogNames.kainic, quantity),
				catalog(megabytes, catalogNames.httpRequest, quantity),
			),
			atMost: 1,
			unit: '',
		})),
	];
}

/** The nodes give way at least every 50 ms. */
function blocks(figures: Figures): Goal[] {
	const quantity = 'longest block';
	const keys: readonly FigureKey[] = [
		{ work: works.events, contender: kainic, items: many, quantity },
		{ work: works.events, contender: kainic, items: 100_000, quantity },
		{ work: works.expressions, contender: eventNames.fields, items: many, quantity },
		{ work: works.predictions, contender: predictionNames.kainic(5), items: 1_000, quantity },
		catalog(30, catalogNames.kainic, quantity),
		catalog(500, catalogNames.kainic, quantity),
	];
	return keys.map((key) => ({
		name: `${key.items === 1 ? '' : `${key.items.toLocaleString('en')} `}${key.work}: longest block`,
		value: figures.median(key),
		atMost: 50,
		unit: 'ms',
	}));
}

function loading(figures: Figures): Goal {
	const [ours = Number.NaN, ...theirs] = figures.all
		.filter(({ work }) => work === works.loading)
		.map((figure) => figures.median(figure));
	const value = ours / Math.min(...theirs);
	return { name: 'loading: time against the lightest package', value, atMost: 1.5, unit: '' };
}

function catalog(megabytes: number, contender: string, quantity: Quantity): FigureKey {
	return { work: works.catalog(megabytes), contender, items: 1, quantity };
}
