// Runs n8n's scanner on the sources and on the files of the package. The scanner has a package.json of its own.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const run = (program, args, cwd = '.') =>
	execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], 'scan');
const { analyzePackage, SOURCE_FILE_PATTERNS } =
	await import('./scan/node_modules/@n8n/scan-community-package/scanner/scanner.mjs');

const temporary = mkdtempSync(join(tmpdir(), 'scan-'));
const pack = ['pack', '--ignore-scripts', `--pack-destination=${temporary}`];
const tarball = run('npm', pack).trim().split('\n').at(-1) ?? '';
const packed = join(temporary, 'package');
mkdirSync(packed);
run('tar', ['-xzf', join(temporary, tarball), '-C', packed, '--strip-components=1']);

for (const [what, folder, patterns] of [
	['sources', process.cwd(), SOURCE_FILE_PATTERNS],
	['package', packed],
]) {
	const { passed, message, details = '' } = await analyzePackage(folder, patterns);
	// A pass with a message means that the scanner found nothing to look at.
	const clean = passed && message === undefined;
	console.log(`${what}: ${clean ? 'no finding' : `${message ?? 'findings'}\n${details}`}`);
	if (!clean) process.exitCode = 1;
}
