import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../harness/recipe';
import * as canvas from '../editor/canvas';
import type { EditorScenario } from '../scenario';

const folder = join(repositoryRoot, 'examples');

export const notesFit: EditorScenario = {
	name: 'Example: every note shows all it says, commands too',
	run: async (stage) => {
		const cutNotes: unknown[] = [];
		const page = await stage.openTab();
		await canvas.openEmptyWorkflow(page, stage.n8n);
		for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
			await canvas.importFile(page, join(folder, file));
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
			if (cut.length > 0) cutNotes.push([file, cut]);
			await canvas.deleteAll(page);
		}
		assert.deepEqual(cutNotes, []);
	},
};
