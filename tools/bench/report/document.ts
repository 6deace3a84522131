import { type Figures, type Quantity, units } from '../figures';
import { works } from '../parts';
import { catalogNames } from '../works/catalog';
import { eventNames } from '../works/events';
import { predictionNames } from '../works/predictions';
import { digits } from './tables';

/** Where and when a bench ran. */
export interface Circumstances {
	/** As an ISO date. */
	readonly taken: string;
	readonly rounds: number;
	readonly cores: number;
	readonly n8n: string;
	/** Of the Node.js that n8n ran on, e.g. `v24.4.1`. */
	readonly node: string;
}

interface Row {
	readonly title: string;
	readonly work: string;
	readonly items: number;
	readonly quantity: Quantity;
	/** These nodes, HTTP Request, and Code + HTTP Request; null for what nobody does. */
	readonly contenders: readonly [string, string | null, string | null];
}

/** What docs/performance.md shows: these nodes beside what people use today. */
export function documentFigures(figures: Figures, circumstances: Circumstances): string {
	const { taken, rounds, cores, n8n, node } = circumstances;
	const cell = ({ work, items, quantity }: Row, contender: string | null): string =>
		contender === null
			? '–'
			: withUnit(figures.median({ work, contender, items, quantity }), units[quantity]);
	const lines = rows().map(
		(row) =>
			`| ${[row.title, ...row.contenders.map((contender) => cell(row, contender))].join(' | ')} |`,
	);
	const loading = figures.all.filter(({ work }) => work === works.loading);
	const [ours, ...theirs] = loading.map((figure) => figures.median(figure));
	return [
		[
			'| | Kainic | HTTP Request | Code + HTTP Request |',
			'| --- | ---: | ---: | ---: |',
			...lines,
		].join('\n'),
		`n8n loads the four nodes in ${digits(ours ?? Number.NaN)} ms when it starts; the lightest of three other packages takes ${digits(Math.min(...theirs))} ms.`,
		`Measured by \`npm run bench -- --rounds ${rounds}\` on ${taken.slice(0, 10)}: n8n ${n8n}, Node.js ${node}, ${cores} cores.`,
	].join('\n\n');
}

function rows(): Row[] {
	const { kainic, fields, httpRequest, codeAndHttpRequest } = eventNames;
	const ofEvents = [kainic(100), httpRequest, codeAndHttpRequest(100)] as const;
	const event = { work: works.events, items: 10_000, quantity: 'time' } as const;
	const upload = {
		items: 1,
		quantity: 'time',
		contenders: [catalogNames.kainic, catalogNames.httpRequest, null],
	} as const;
	return [
		{ ...event, title: '1,000 events', items: 1_000, contenders: ofEvents },
		{ ...event, title: '10,000 events', contenders: ofEvents },
		{
			...event,
			title: '100,000 events',
			items: 100_000,
			contenders: [kainic(100), null, codeAndHttpRequest(100)],
		},
		{
			...event,
			title: '10,000 events, growth of memory',
			quantity: 'growth of memory',
			contenders: ofEvents,
		},
		{
			...event,
			title: '10,000 events, longest block of n8n',
			quantity: 'longest block',
			contenders: ofEvents,
		},
		{
			...event,
			title: '10,000 events, four expressions each',
			work: works.expressions,
			contenders: [fields, null, null],
		},
		{
			...event,
			title: '10,000 events, server 40 ms away, 5 requests at once',
			work: works.distantEvents,
			contenders: [kainic(100, 5), null, codeAndHttpRequest(100)],
		},
		{
			...event,
			title: '1,000 predictions, 5 at once',
			work: works.predictions,
			items: 1_000,
			contenders: [predictionNames.kainic(5), predictionNames.httpRequest(5), null],
		},
		{
			...event,
			title: '500 predictions, server 40 ms away, 20 at once',
			work: works.distantPredictions,
			items: 500,
			contenders: [predictionNames.kainic(20), predictionNames.httpRequest(5), null],
		},
		{ ...upload, title: 'catalog of 30 MB', work: works.catalog(30) },
		{ ...upload, title: 'catalog of 500 MB', work: works.catalog(500) },
		{
			...upload,
			title: 'catalog of 500 MB, growth of memory',
			work: works.catalog(500),
			quantity: 'growth of memory',
		},
	];
}

function withUnit(value: number, unit: string): string {
	const inSeconds = unit === 'ms' && value >= 1000;
	return inSeconds ? `${digits(value / 1000)} s` : `${digits(value)} ${unit}`;
}

const begin = '<!-- figures: npm run bench -->';
const end = '<!-- end of figures -->';

/** A document with other figures at its marks. Fails if it has none. */
export function withFigures(document: string, figures: string): string {
	const [before, rest] = document.split(begin);
	const after = rest?.split(end)[1];
	if (before === undefined || after === undefined) {
		throw new Error(`The document has no ${begin} with an ${end} after it.`);
	}
	return `${before}${begin}\n\n${figures}\n\n${end}${after}`;
}
