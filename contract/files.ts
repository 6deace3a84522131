import { accessSync, constants, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { markdownOf } from './core/markdown';
import type { Report } from './core/report';
import type { Keys } from './send';

/** The report's files. */
export interface ReportFiles {
	readonly json: string;
	readonly markdown: string;
	/** Replaces both files, so that an interrupted run leaves a whole report. */
	write(report: Report): void;
}

/**
 * Prepares the folder, and keeps an earlier report under another name. Throws if the folder cannot be
 * written to: nothing is sent then.
 */
export function prepareFiles(folder: string, keys: Keys, date: Date): ReportFiles {
	mkdirSync(folder, { recursive: true });
	accessSync(folder, constants.W_OK);
	const json = join(folder, 'contract-report.json');
	const markdown = join(folder, 'contract-report.md');
	for (const file of [json, markdown]) keepEarlier(file);
	return {
		json,
		markdown,
		write: (report) => {
			const dated = { date: date.toISOString(), ...report };
			replace(json, withoutKeys(`${JSON.stringify(dated, null, '\t')}\n`, keys));
			replace(markdown, withoutKeys(markdownOf(report), keys));
		},
	};
}

function keepEarlier(file: string): void {
	if (existsSync(file)) renameSync(file, file.replace(/(\.\w+)$/, '.previous$1'));
}

function replace(file: string, text: string): void {
	writeFileSync(`${file}.part`, text);
	renameSync(`${file}.part`, file);
}

/** A last guard; the answers were redacted when they came. */
export function withoutKeys(text: string, { project, experiment }: Keys): string {
	const keys = [project, experiment ?? ''].filter((key) => key.length >= 8);
	const spellings = keys.flatMap((key) => [
		key,
		JSON.stringify(key).slice(1, -1),
		encodeURIComponent(key),
	]);
	return spellings.reduce((rest, key) => rest.replaceAll(key, '[API key]'), text);
}
