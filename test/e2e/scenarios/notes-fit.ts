import assert from 'node:assert/strict';
import { join } from 'node:path';
import { repositoryRoot } from '../../../harness/recipe';
import * as canvas from '../editor/canvas';
import type { EditorScenario } from '../scenario';

const files = [
	'catalog-csv.json',
	'catalog-full-schedule.json',
	'catalog-stock-file.json',
	'experiment-webhook.json',
	'recommendations-webhook.json',
	'shopify-catalog.json',
	'woocommerce-catalog.json',
];

export const notesFit: EditorScenario = {
	name: 'Example: every note shows all it says, commands too',
	run: async (stage) => {
		for (const file of files) {
			const page = await stage.openTab();
			await canvas.openEmptyWorkflow(page, stage.n8n);
			await canvas.importFile(page, join(repositoryRoot, 'examples', file));
			const notes = page.getByTestId('sticky');
			await notes.first().waitFor();
			await stage.album.take(`notes-${file.replace('.json', '')}`, page);
			const cut = await notes.evaluateAll((all) =>
				all
					.flatMap((note) => [note, ...note.querySelectorAll('*')])
					.filter(({ clientHeight: height }) => height > 0)
					.filter(
						({ scrollHeight, clientHeight, scrollWidth, clientWidth }) =>
							scrollHeight > clientHeight + 2 || scrollWidth > clientWidth + 2,
					)
					.map(({ textContent }) => textContent),
			);
			assert.deepEqual(cut, [], file);
			await page.close();
		}
	},
};
