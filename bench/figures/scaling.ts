import { findSeries } from '../report/find';
import { markdownTable } from '../report/markdown';
import { count, roundedFigure } from '../report/text';
import { answers, queueWork, visitName, workerCounts } from '../queue/part';
import type { Shown } from './shown';

/** Predictions a second of the shop that is planned for, and how much of a core they may take. */
const wanted = 1000;
const share = 0.7;

/** The plan of docs/scaling.md: CPU time of one answer, times what a shop needs. */
export function scalingFigures(shown: Shown): string {
	const contender = visitName('Kainic Predict', workerCounts[0]);
	const cpuOf = (part: string): number | undefined =>
		findSeries(shown.series, {
			work: queueWork,
			contender: `${contender}, ${part}`,
			items: answers,
			quantity: 'cpu',
		})?.median;
	const [main, workers] = [cpuOf('main'), cpuOf('workers')];
	if (main === undefined || workers === undefined) {
		return 'Not measured yet: `npm run bench -- --only queue` prints the CPU time of an answer.';
	}
	const row = (name: string, milliseconds: number): string[] => [
		name,
		`${roundedFigure(milliseconds)} ms`,
		count(Math.ceil((milliseconds * wanted) / 1000 / share)),
	];
	const head = ['process', 'CPU of an answer', `cores for ${count(wanted)} a second`];
	return markdownTable(head, [row('main or webhook processes', main), row('workers', workers)]);
}
