import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importWorkflow, outputItems, parseWorkflow, runManually, type Execution } from '../n8n';
import type { Demo, Step } from './demo';

/** Uploads the shop's catalog after a step, and shows that recommendations carry its titles. */
export function thenCatalog(step: Step): Step {
	return async (demo) => {
		const result = await step(demo);
		demo.report('Uploading the catalog …');
		const execution = await uploadCatalog(demo);
		const titles = outputItems(execution, 'Kainic Predict').map(({ json }) =>
			String(json['title']),
		);
		const catalog = demo.emulator.world.ledger.catalogs.of('store-1');
		return {
			...result,
			lines: [
				...result.lines,
				'',
				`Catalog uploaded:              ${catalog?.productCount ?? 0} products`,
				`Recommended with its titles:   ${titles.join(', ')}`,
			],
			problems: [...result.problems, ...problemsOf(execution, titles, demo)],
		};
	};
}

async function uploadCatalog({ n8n, credentials }: Demo): Promise<Execution> {
	const text = readFileSync(join(__dirname, 'catalog.workflow.json'), 'utf8');
	const workflow = await importWorkflow(n8n, parseWorkflow(text), credentials);
	return await runManually(n8n, workflow, 'When clicking ‘Execute workflow’');
}

function problemsOf(execution: Execution, titles: readonly string[], { emulator }: Demo): string[] {
	if (execution.status !== 'success') {
		const reason = execution.errorMessage ?? 'no message';
		return [`The catalog's workflow ended as ${execution.status}: ${reason}`];
	}
	const sent = outputItems(execution, 'Shop Products').map(({ json }) => json);
	const kept = emulator.world.ledger.catalogs.of('store-1')?.products ?? [];
	const known = new Set(sent.map(({ title }) => title));
	return [
		...(JSON.stringify(kept) === JSON.stringify(sent) ? [] : ['Kainic has another catalog.']),
		...(titles.length > 0 && titles.every((title) => known.has(title))
			? []
			: [`The recommendations do not carry the catalog's titles: ${titles.join(', ')}`]),
	];
}
