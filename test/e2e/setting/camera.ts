import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { runCommand } from '../../../scripts/n8n/command';
import { objectOf } from '../../../scripts/n8n/json';
import { codeOf } from '../../../scripts/n8n/setup-error';
import { fingerprints, ledgerFile, pictureFolder } from '../pictures/fingerprints';

/** Takes the pictures of the documentation, where that was asked for. */
export interface Camera {
	/** `subjects`: the classes of the nodes and credentials that the picture shows. */
	take(name: string, subjects: readonly string[], target: Page | Locator): Promise<void>;
}

export const noCamera: Camera = { take: async () => undefined };

/** Writes pictures to docs/images/, and beside them what their subjects looked like. */
export const documentationCamera: Camera = {
	take: async (name, subjects, target) => {
		const file = join(pictureFolder, `${name}.png`);
		mkdirSync(pictureFolder, { recursive: true });
		await target.screenshot({ path: file, style: withoutMessages });
		await shrink(file);
		const current = fingerprints();
		const seen = subjects.map((subject) => [subject, current[subject] ?? ''] as const);
		const ledger = { ...readLedger(), [`${name}.png`]: Object.fromEntries(seen) };
		const sorted = Object.entries(ledger).sort(([left], [right]) => (left < right ? -1 : 1));
		writeFileSync(ledgerFile, `${JSON.stringify(Object.fromEntries(sorted), null, '\t')}\n`);
	},
};

/** What n8n reports in passing would cover a part of the picture. */
const withoutMessages = '.el-notification, [data-sonner-toaster] { display: none !important; }';

function readLedger(): Record<string, unknown> {
	if (!existsSync(ledgerFile)) return {};
	const parsed: unknown = JSON.parse(readFileSync(ledgerFile, 'utf8'));
	return objectOf(parsed, 'The ledger of pictures');
}

/** Fewer colours are enough for a picture of an editor. Without pngquant it stays as it is. */
async function shrink(file: string): Promise<void> {
	const args = [
		'--force',
		'--skip-if-larger',
		'--strip',
		'--quality=60-95',
		'--output',
		file,
		file,
	];
	try {
		await runCommand('pngquant', args, { cwd: pictureFolder });
	} catch (error) {
		if (codeOf(error) !== 'ENOENT') throw error;
	}
}
