import { isDeepStrictEqual } from 'node:util';
import type { Ledger } from '../emulator';
import { outputItems } from '../n8n';
import type { Demo } from './demo';
import { type Finding, importFile, runToEnd } from './workflow';

/** One answer of Kainic Predict: product IDs, best first. */
interface Recommendations {
	itemIds: string[];
	problems: string[];
}

/** Imports the workflow that asks for recommendations; gives a function that runs it. */
export async function importRecommendations(demo: Demo): Promise<() => Promise<Recommendations>> {
	const workflow = await importFile(demo, 'predictions');
	return async () => {
		const { execution, problems } = await runToEnd(demo, workflow);
		const items = outputItems(execution, 'Kainic Predict');
		return { itemIds: items.map(({ json }) => String(json['item_id'])), problems };
	};
}

/** Compares the recommendations before and after the events: they must follow the events. */
export function compareRecommendations(
	before: Recommendations,
	after: Recommendations,
	{ itemCounts }: Ledger,
): Finding {
	return {
		lines: [
			`Recommended before the events: ${before.itemIds.join(', ')}`,
			`Recommended after the events:  ${after.itemIds.join(', ')}`,
		],
		problems: [...before.problems, ...after.problems, ...wrongOrder()],
	};

	function wrongOrder(): string[] {
		const counts = after.itemIds.map((itemId) => itemCounts.get(itemId) ?? 0);
		const isSorted = counts.every((count, index) => count <= (counts[index - 1] ?? Infinity));
		return [
			...(isDeepStrictEqual(before.itemIds, after.itemIds)
				? ['The events did not change what is recommended.']
				: []),
			...(isSorted && counts.length > 0
				? []
				: [`The ranking does not follow the events: ${counts.join(', ')}.`]),
		];
	}
}
