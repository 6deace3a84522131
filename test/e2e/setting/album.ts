import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { repositoryRoot } from '../../../harness/recipe';

/** Pictures for people to look at. Every run takes them anew; no document uses them. */
export interface Album {
	/** Takes all that the browser shows, messages included. */
	take(name: string, page: Page): Promise<void>;
}

export const albumFolder = join(repositoryRoot, 'coverage/e2e');

/** An album without the pictures of earlier runs. */
export function openAlbum(): Album {
	rmSync(albumFolder, { recursive: true, force: true });
	mkdirSync(albumFolder, { recursive: true });
	return {
		take: async (name, page) => {
			// A message slides in, and a button that was pressed fades back.
			await page.waitForTimeout(600);
			await page.screenshot({ path: join(albumFolder, `${name}.png`) });
		},
	};
}
