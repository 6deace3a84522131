import {
	distantEvents,
	distantEventsEach,
	distantNeighbours,
	distantPredictions,
	distantWorks,
	eventConcurrencies,
	predictionConcurrencies,
	requestBatches,
	roundTrip,
} from '../distance/part';
import { type Neighbourhood, idle } from '../neighbour';
import { nearNeighbours } from '../plan';
import { answers, queueWork, visitName, visits, workerCounts } from '../queue/part';
import { markdownTable } from '../report/markdown';
import { count } from '../report/text';
import { eventNames } from '../works/events';
import { predictionNames } from '../works/predictions';
import { type Find, type Shown, finder, measured, none } from './shown';

/** A neighbour's webhook, a server far away, and queue mode: each if it was measured. */
export function laterFigures(shown: Shown): string[] {
	const find = finder(shown);
	return [
		...beside(find, nearNeighbours, 'How long the webhook of another workflow takes beside it:'),
		...farAway(find),
		...beside(
			find,
			distantNeighbours,
			`How long the webhook of another workflow takes beside it, the server ${roundTrip} ms away:`,
		),
		...inQueueMode(find),
	];
}

function table(
	title: string,
	head: readonly string[],
	rows: readonly string[][],
	texts = 1,
): string[] {
	const shown = measured(rows, texts);
	return shown.length === 0 ? [] : [title, markdownTable(head, shown, texts)];
}

function beside(find: Find, { work, neighbours }: Neighbourhood, title: string): string[] {
	const rows = [
		['nothing', find(work, idle, 0, 'answer, 99 %'), none, none],
		...neighbours.map(({ contender: { name }, items }) => [
			`${name}, ${count(items)} events`,
			...(
				['answer, 99 %', 'answer between collections, 99 %', 'answers in collections'] as const
			).map((quantity) => find(work, name, items, quantity)),
		]),
	];
	const head = [
		'',
		'99 % of the answers within',
		"of those between collections of n8n's heap",
		'answers in collections',
	];
	return table(title, head, rows);
}

function farAway(find: Find): string[] {
	const { events, predictions } = distantWorks;
	const eventRow = (name: string, items: number): string[] => [
		`${count(items)} events (Input Item)`,
		name,
		find(events, name, items, 'time'),
	];
	const predictionRow = (name: string): string[] => [
		`${count(distantPredictions)} predictions`,
		name,
		find(predictions, name, distantPredictions, 'time'),
	];
	const rows = [
		...eventConcurrencies.map((at) => eventRow(eventNames.kainic(100, at), distantEvents)),
		eventRow(eventNames.codeAndHttpRequest(100), distantEvents),
		eventRow(eventNames.kainic(100), distantEventsEach),
		eventRow(eventNames.httpRequest, distantEventsEach),
		...predictionConcurrencies.map((at) => predictionRow(predictionNames.kainic(at))),
		...requestBatches.map((at) => predictionRow(predictionNames.httpRequest(at))),
	];
	const title = `A server ${roundTrip} ms away (there and back), behind TLS:`;
	return table(title, ['', '', 'time'], rows, 2);
}

function inQueueMode(find: Find): string[] {
	const rows = workerCounts.flatMap((workers) =>
		visits.map(({ name }) => {
			const contender = visitName(name, workers);
			const of = (quantity: string, part = ''): string =>
				find(queueWork, contender + part, answers, quantity);
			return [
				contender,
				of('rate'),
				of('answer, 99 %'),
				of('unanswered'),
				of('cpu', ', main'),
				of('cpu', ', workers'),
			];
		}),
	);
	const head = ['', 'answers', '99 % within', 'unanswered', 'CPU of main', 'CPU of workers'];
	const title =
		'Queue mode, a prediction for each webhook, 40 visitors at once; CPU for each answer:';
	return table(title, head, rows);
}
