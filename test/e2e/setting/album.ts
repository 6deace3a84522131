import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { repositoryRoot } from '../../../harness/recipe';

/** Pictures for people to look at. Every run takes them anew; no document uses them. */
export interface Album {
	/** Takes all that a tab shows, messages included, or a part of it. */
	take(name: string, target: Page | Locator): Promise<void>;
}

/** An album without the pictures of earlier runs, in a folder of its own or in the one of all. */
export function openAlbum(folder: string): Album {
	const albumFolder = join(repositoryRoot, 'coverage/e2e', folder);
	rmSync(albumFolder, { recursive: true, force: true });
	mkdirSync(albumFolder, { recursive: true });
	return {
		take: async (name, target) => {
			// A message slides in, and a button that was pressed fades back.
			await new Promise((resolve) => setTimeout(resolve, 600));
			await target.screenshot({ path: join(albumFolder, `${name}.png`) });
		},
	};
}
