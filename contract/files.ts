import { accessSync, constants, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
	makeFolder(folder);
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

/** Unlike `recursive`, this ends if a folder cannot be made though the one above is there, as in /proc. */
function makeFolder(folder: string): void {
	if (existsSync(folder)) return;
	makeFolder(dirname(folder));
	mkdirSync(folder);
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
	return spellings.reduce(withoutKey, text);
}

/** Takes a key away as a person would still read it: in capitals or small letters, and taken apart. */
function withoutKey(text: string, key: string): string {
	let result = '';
	let position = 0;
	for (let start = 0; start < text.length; start++) {
		if (start < position || !isSame(text[start], key[0])) continue;
		const end = endOfKey(text, start, key);
		if (end === null) continue;
		result += `${text.slice(position, start)}[API key]`;
		position = end;
	}
	return result + text.slice(position);
}

/** Where a key ends that begins here; null if none does. */
function endOfKey(text: string, start: number, key: string): number | null {
	let position = start;
	for (const sign of key.split('')) {
		const limit = position + mostBetween;
		while (!isSame(text[position], sign)) {
			if (position === limit || !isBetween(text[position])) return null;
			position++;
		}
		position++;
	}
	return position;
}

/** Signs that may stand between two of a key. */
const mostBetween = 3;

/** A quotation mark is not one: it ends a text of the report. */
function isBetween(sign: string | undefined): boolean {
	return sign !== undefined && !/["\p{L}\p{N}]/u.test(sign);
}

function isSame(one: string | undefined, other: string | undefined): boolean {
	return one === other || one?.toLowerCase() === other?.toLowerCase();
}
