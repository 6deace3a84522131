import type { BlockCase } from './block-case';
import { answerCases } from './hostile-answers';
import { inputCases } from './large-inputs';

export const blockCases: readonly BlockCase[] = [
	...inputCases.map((each) => ({ ...each, together: 1 })),
	...answerCases,
];
