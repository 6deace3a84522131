import { mkdirSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { name } from '../../package.json';
import { temporaryFolder } from '../n8n/cleanup';
import { runMain } from '../n8n/main';
import { npm } from '../n8n/npm';
import { packFolder, packThisPackage, unpack, type PackedPackage } from '../n8n/pack';
import { repositoryRoot } from '../n8n/recipe';
import { oneName } from '../one/names';
import { buildOnePackage } from '../one/pack';
import { SetupError } from '../n8n/setup-error';
import { rulesThatMissThePlantedFaults } from './scan/planted';
import { loadScanner, type Verdict } from './scan/scanner';

const { path: temporary } = temporaryFolder('scan');

/** Runs n8n's own scanner on the sources and on the files that would be published. */
async function main(): Promise<number> {
	// The scanner makes a temporary folder as it loads and leaves it behind.
	process.env['TMPDIR'] = temporary;
	const scanner = await loadScanner(console.log);
	const missed = await rulesThatMissThePlantedFaults(scanner, join(temporary, 'planted'));
	if (missed.length > 0) {
		throw new SetupError(
			`The scanner passed planted faults (${missed.join(', ')}): it proves nothing.`,
		);
	}
	console.log('The scanner finds planted faults.');
	const files = await unpacked(await packThisPackage(), name);
	checkContent(filesBelow(files));
	const one = await buildOnePackage();
	await npm(['run', 'lint'], one);
	const oneFiles = await unpacked(await packFolder(one), oneName);
	checkNodes(filesBelow(oneFiles));
	const { SOURCE_FILE_PATTERNS: patterns } = scanner;
	const clean = [
		show(`The sources of ${name}`, await scanner.analyzePackage(repositoryRoot, patterns)),
		show(`The published files of ${name}`, await scanner.analyzePackage(files)),
		show(`The sources of ${oneName}`, await scanner.analyzePackage(one, patterns)),
		show(`The published files of ${oneName}`, await scanner.analyzePackage(oneFiles)),
	];
	return clean.every(Boolean) ? 0 : 1;
}

async function unpacked({ tarball }: PackedPackage, folderName: string): Promise<string> {
	const folder = join(temporary, folderName);
	mkdirSync(folder);
	await unpack(tarball, folder);
	return folder;
}

function checkNodes(files: readonly string[]): void {
	const nodes = files.filter((file) => file.endsWith('.node.js')).join();
	if (nodes !== 'dist/nodes/Kainic/Kainic.node.js')
		throw new SetupError(`The package with one node has the nodes ${nodes}`);
}

/** The package holds what n8n loads and what a user reads, and nothing else. */
function checkContent(found: readonly string[]): void {
	const compiled = ['nodes', 'credentials', 'icons'].flatMap((name) =>
		filesBelow(join(repositoryRoot, name)).map(
			(file) => `dist/${name}/${file.replace(/\.ts$/, '.js')}`,
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
function show(what: string, { passed, message, details }: Verdict): boolean {
	const clean = passed && message === undefined;
	console.log(
		clean ? `${what}: no finding.` : `${what}: ${message ?? 'findings'}\n${details ?? ''}`,
	);
	return clean;
}

runMain(main, "Usage: npm test -- scan\nRuns n8n's scanner on the sources and on both packages.");
