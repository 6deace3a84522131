import { type Execution, outputItems } from '../n8n';
import type { Demo } from './demo';
import { type Finding, importFile, runToEnd } from './workflow';

/** Uploads the shop's catalog, and checks that recommendations then carry its titles. */
export async function uploadCatalog(demo: Demo): Promise<Finding> {
	demo.report('Uploading the catalog …');
	const { execution, problems } = await runToEnd(demo, await importFile(demo, 'catalog'));
	const titles = outputItems(execution, 'Kainic Predict').map(({ json }) => String(json['title']));
	const catalog = demo.emulator.world.ledger.catalogs.of('store-1');
	return {
		lines: [
			`Catalog uploaded:              ${catalog?.productCount ?? 0} products`,
			`Recommended with its titles:   ${titles.join(', ')}`,
		],
		problems: [...problems, ...problemsOf(execution, titles, catalog?.products ?? [])],
	};
}

function problemsOf(
	execution: Execution,
	titles: readonly string[],
	uploaded: readonly unknown[],
): string[] {
	const sent = outputItems(execution, 'Shop Products').map(({ json }) => json);
	const known = new Set(sent.map(({ title }) => title));
	return [
		...(JSON.stringify(uploaded) === JSON.stringify(sent) ? [] : ['Kainic has another catalog.']),
		...(titles.length > 0 && titles.every((title) => known.has(title))
			? []
			: [`The recommendations do not carry the catalog's titles: ${titles.join(', ')}`]),
	];
}
