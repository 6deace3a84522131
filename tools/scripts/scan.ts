import { mkdirSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packCloudPackage } from '../cloud/pack';
import { temporaryFolder } from '../n8n/cleanup';
import { runMain } from '../n8n/main';
import { packThisPackage, unpack, type PackedPackage } from '../n8n/pack';
import { repositoryRoot } from '../n8n/recipe';
import { SetupError } from '../n8n/setup-error';
import { rulesThatMissThePlantedFaults } from './scan/planted';
import { loadScanner, type Scanner, type Verdict } from './scan/scanner';

interface Scanned {
	readonly name: string;
	/** The folder that n8n takes the sources from: the one whose package.json has the name. */
	readonly root: string;
	pack(): Promise<PackedPackage>;
	/** Throws a SetupError if the package has other files than it should. */
	check(files: readonly string[]): void;
}

const fourNodes: Scanned = {
	name: 'n8n-nodes-kainic',
	root: repositoryRoot,
	pack: packThisPackage,
	check: checkContent,
};

const cloud: Scanned = {
	name: 'n8n-nodes-kainic-cloud',
	root: join(repositoryRoot, 'tools/cloud'),
	pack: packCloudPackage,
	check: (files) => {
		const nodes = files.filter((file) => file.endsWith('.node.js'));
		if (nodes.join() !== 'dist/nodes/Kainic/Kainic.node.js')
			throw new SetupError(`The package for n8n Cloud has the nodes ${nodes.join()}`);
	},
};

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
	const clean = [
		...(await scanPackage(scanner, fourNodes)),
		...(await scanPackage(scanner, cloud)),
	];
	return clean.every(Boolean) ? 0 : 1;
}

async function scanPackage(
	scanner: Scanner,
	{ name, root, pack, check }: Scanned,
): Promise<boolean[]> {
	const sources = await scanner.analyzePackage(root, scanner.SOURCE_FILE_PATTERNS);
	const folder = join(temporary, name);
	mkdirSync(folder);
	const { tarball, remove } = await pack();
	await unpack(tarball, folder);
	remove();
	check(filesBelow(folder));
	const published = await scanner.analyzePackage(folder);
	return [
		show(`The sources of ${name}`, sources),
		show(`The published files of ${name}`, published),
	];
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

runMain(main);
