import type { BlockCase } from './block-case';
import { answerCases } from './hostile-answers';
import { inputCases } from './large-inputs';

const titles = {
	event: 'Kainic Event',
	predict: 'Kainic Predict',
	experiment: 'Kainic Experiment',
	catalog: 'Kainic Catalog',
} as const;

export const blockCases: readonly BlockCase[] = [
	...inputCases.map((each) => ({
		...each,
		row: `${titles[each.node]}: ${each.name}`,
		together: 1,
	})),
	...answerCases,
];
