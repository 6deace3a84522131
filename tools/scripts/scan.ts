import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { runCommand } from '../n8n/command';
import { packThisPackage } from '../n8n/pack';
import { repositoryRoot } from '../n8n/recipe';
import { messageOf, SetupError } from '../n8n/setup-error';
import { rulesThatMissThePlantedFaults } from './scan/planted';
import { loadScanner, type Scanner, type Verdict } from './scan/scanner';

const temporary = mkdtempSync(join(tmpdir(), 'kainic-scan-'));

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
	const sources = await scanner.analyzePackage(repositoryRoot, scanner.SOURCE_FILE_PATTERNS);
	const published = await scanPublishedFiles(scanner);
	const clean = [show('The sources', sources), show('The published files', published)];
	return clean.every(Boolean) ? 0 : 1;
}

async function scanPublishedFiles(scanner: Scanner): Promise<Verdict> {
	const folder = join(temporary, 'published');
	mkdirSync(folder);
	const { tarball, remove } = await packThisPackage();
	const args = ['-xzf', tarball, '-C', folder, '--strip-components=1'];
	const { status, stderr } = await runCommand('tar', args, { cwd: folder });
	remove();
	if (status !== 0) throw new SetupError(`The package could not be unpacked: ${stderr}`);
	checkContent(folder);
	return await scanner.analyzePackage(folder);
}

/** The package holds what n8n loads and what a user reads, and nothing else. */
function checkContent(folder: string): void {
	const compiled = ['nodes', 'credentials', 'icons'].flatMap((name) =>
		filesBelow(join(repositoryRoot, name)).map(
			(file) => `dist/${name}/${file.replace(/\.ts$/, '.js')}`,
		),
	);
	const wanted = new Set([...compiled, 'CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
	const found = filesBelow(folder);
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

void main()
	.catch((error: unknown) => {
		console.error(error instanceof SetupError ? messageOf(error) : error);
		return 1;
	})
	.then((status) => {
		rmSync(temporary, { recursive: true, force: true });
		process.exitCode = status;
	});
