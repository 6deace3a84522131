import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Report } from '../../n8n/report';
import { installedTool } from '../../n8n/install';

/** What n8n's scanner says of a package. */
export interface Verdict {
	passed: boolean;
	/** Why it did not pass, or that there was nothing to look at. */
	message?: string;
	/** The findings, as a table for people. */
	details?: string;
}

/** n8n's own scanner for community packages, used offline. */
export interface Scanner {
	/** Which files it takes from a package's sources, as glob patterns. */
	SOURCE_FILE_PATTERNS: string[];
	/** Looks at the files of a folder that match the patterns: at all code and JSON when there are none. */
	analyzePackage(folder: string, patterns?: string[]): Promise<Verdict>;
}

/** Loads the scanner, and installs it first if it is missing. */
export async function loadScanner(report: Report): Promise<Scanner> {
	const folder = await installedTool('scanner', __dirname, report);
	const entry = join(folder, 'node_modules/@n8n/scan-community-package/scanner/scanner.mjs');
	// It has no types. Another scanner would find no planted faults.
	return (await import(pathToFileURL(entry).href)) as Scanner;
}
