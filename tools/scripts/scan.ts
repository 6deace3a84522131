import { mkdirSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { name } from '../../package.json';
import { temporaryFolder } from '../n8n/cleanup';
import { installedTool } from '../n8n/install';
import { runMain } from '../n8n/main';
import { npm } from '../n8n/npm';
import { packFolder, packThisPackage, unpack, type PackedPackage } from '../n8n/pack';
import { repositoryRoot } from '../n8n/recipe';
import { SetupError } from '../n8n/setup-error';
import { oneName } from '../one/names';
import { buildOnePackage } from '../one/pack';

/** n8n's own scanner for community packages, used offline. It has no types. */
interface Scanner {
	/** Which files it takes from a package's sources, as glob patterns. */
	SOURCE_FILE_PATTERNS: string[];
	/** Looks at the files of a folder that match the patterns: at all code and JSON when there are none. */
	analyzePackage(
		folder: string,
		patterns?: string[],
	): Promise<{ passed: boolean; message?: string; details?: string }>;
}

const { path: temporary } = temporaryFolder('scan');

/** Runs n8n's own scanner on the sources and on the files that would be published. */
async function main(): Promise<number> {
	// The scanner makes a temporary folder as it loads and leaves it behind.
	process.env['TMPDIR'] = temporary;
	const tool = await installedTool('scanner', join(__dirname, 'scan'), console.log);
	const entry = join(tool, 'node_modules/@n8n/scan-community-package/scanner/scanner.mjs');
	const scanner = (await import(pathToFileURL(entry).href)) as Scanner;
	const files = await unpacked(await packThisPackage(), name);
	checkContent(filesBelow(files));
	const one = await buildOnePackage();
	await npm(['run', 'lint'], one);
	const oneFiles = await unpacked(await packFolder(one), oneName);
	const sources = scanner.SOURCE_FILE_PATTERNS;
	const found = [
		await scan(scanner, `The sources of ${name}`, repositoryRoot, sources),
		await scan(scanner, `The published files of ${name}`, files),
		await scan(scanner, `The sources of ${oneName}`, one, sources),
		await scan(scanner, `The published files of ${oneName}`, oneFiles),
	];
	return found.every(Boolean) ? 0 : 1;
}

async function unpacked({ tarball }: PackedPackage, folderName: string): Promise<string> {
	const folder = join(temporary, folderName);
	mkdirSync(folder);
	await unpack(tarball, folder);
	return folder;
}

/** The package holds what n8n loads and what a user reads, and nothing else. */
function checkContent(found: readonly string[]): void {
	const compiled = ['nodes', 'credentials', 'icons'].flatMap((folder) =>
		filesBelow(join(repositoryRoot, folder)).map(
			(file) => `dist/${folder}/${file.replace(/\.ts$/, '.js')}`,
		),
	);
	const wanted = new Set([...compiled, 'CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
	const wrong = [
		...found.filter((file) => !wanted.has(file)).map((file) => `${file} is in the package`),
		...[...wanted].filter((file) => !found.includes(file)).map((file) => `${file} is missing`),
	];
	if (wrong.length > 0) throw new SetupError(`The packed files are wrong:\n${wrong.join('\n')}`);
	console.log(`The package holds the ${found.length} files that it should.`);
}

function filesBelow(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** A pass with a message is one where the scanner found nothing to look at. */
async function scan(scanner: Scanner, what: string, folder: string, patterns?: string[]) {
	const { passed, message, details = '' } = await scanner.analyzePackage(folder, patterns);
	const clean = passed && message === undefined;
	console.log(`${what}: ${clean ? 'no finding.' : `${message ?? 'findings'}\n${details}`}`);
	return clean;
}

runMain(main, "Usage: npm test -- scan\nRuns n8n's scanner on the sources and on both packages.");
