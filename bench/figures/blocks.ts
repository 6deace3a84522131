import { catalogWorks, eventCounts, predictionCount, works } from '../plan';
import { markdownTable } from '../report/markdown';
import { count } from '../report/text';
import { catalogNames } from '../works/catalog';
import { eventNames } from '../works/events';
import { predictionNames } from '../works/predictions';
import { type Shown, finder, measured } from './shown';

/** How long each work holds n8n's event loop: a table, or nothing if that was not measured. */
export function blockFigures(shown: Shown): string[] {
	const find = finder(shown);
	const rows = worksWithNames().map(({ title, work, items, name }) => [
		title,
		name,
		find(work, name, items, 'longest block'),
		find(work, name, items, 'block, 99 %'),
	]);
	const shownRows = measured(rows, 2);
	const head = ['work', '', 'longest block', '99 % of blocks'];
	return shownRows.length === 0 ? [] : [markdownTable(head, shownRows, 2)];
}

interface Named {
	readonly title: string;
	readonly work: string;
	readonly items: number;
	readonly name: string;
}

function worksWithNames(): Named[] {
	const { kainic, floor, codeAndHttpRequest, httpRequest } = eventNames;
	return [
		...eventCounts.flatMap((items) => [
			...[kainic(100), floor(100), codeAndHttpRequest(100)].map((name) => ({
				work: works.events,
				name,
				...titled(items, 'events'),
			})),
			{ work: works.eventsPerItem, name: httpRequest, ...titled(items, 'events') },
		]),
		...[predictionNames.kainic(5), predictionNames.floor(5), predictionNames.httpRequest(5)].map(
			(name) => ({
				work: works.predictions,
				name,
				...titled(predictionCount, 'predictions, 5 at once'),
			}),
		),
		...catalogWorks.flatMap((work) =>
			[catalogNames.kainic, catalogNames.formData, catalogNames.httpRequest].map((name) => ({
				title: work,
				work,
				items: 1,
				name,
			})),
		),
	];
}

function titled(items: number, what: string): Pick<Named, 'title' | 'items'> {
	return { title: `${count(items)} ${what}`, items };
}
