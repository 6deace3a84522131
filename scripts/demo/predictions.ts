import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Ledger } from '../../emulator';
import { importWorkflow, outputItems, parseWorkflow, runManually } from '../n8n';
import type { Demo, Step } from './demo';

/** Product IDs, best first; or why there are none. */
type Ranking = { kind: 'ranking'; itemIds: string[] } | { kind: 'failed'; problem: string };

/** Asks for recommendations before and after a step that sends events, and shows how they change. */
export function betweenPredictions(step: Step): Step {
	return async (demo) => {
		const ask = await preparePredictions(demo);
		const before = await ask();
		const result = await step(demo);
		const after = await ask();
		const problems = problemsOf(before, after, demo.emulator.world.ledger);
		return {
			...result,
			lines: [
				...result.lines,
				'',
				`Recommended before the events: ${describe(before)}`,
				`Recommended after the events:  ${describe(after)}`,
			],
			problems: [...result.problems, ...problems],
		};
	};
}

async function preparePredictions({ n8n, credentials }: Demo): Promise<() => Promise<Ranking>> {
	const text = readFileSync(join(__dirname, 'predictions.workflow.json'), 'utf8');
	const workflow = await importWorkflow(n8n, parseWorkflow(text), credentials);
	return async () => {
		const execution = await runManually(n8n, workflow, 'When clicking ‘Execute workflow’');
		if (execution.status !== 'success') {
			const reason = execution.errorMessage ?? 'no message';
			return { kind: 'failed', problem: `Kainic Predict ended as ${execution.status}: ${reason}` };
		}
		const items = outputItems(execution, 'Kainic Predict');
		return { kind: 'ranking', itemIds: items.map(({ json }) => String(json['item_id'])) };
	};
}

function problemsOf(before: Ranking, after: Ranking, { itemCounts }: Ledger): string[] {
	if (before.kind === 'failed') return [before.problem];
	if (after.kind === 'failed') return [after.problem];
	const counts = after.itemIds.map((itemId) => itemCounts.of(itemId));
	const isSorted = counts.every((count, index) => count <= (counts[index - 1] ?? Infinity));
	return [
		...(isDeepStrictEqual(before, after) ? ['The events did not change what is recommended.'] : []),
		...(isSorted && counts.length > 0
			? []
			: [`The ranking does not follow the events: ${counts.join(', ')}.`]),
	];
}

function describe(ranking: Ranking): string {
	return ranking.kind === 'ranking' ? ranking.itemIds.join(', ') : ranking.problem;
}
