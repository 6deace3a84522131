import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
	return await scanner.analyzePackage(folder);
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
