// Runs n8n's scanner on the sources in this folder, and on the files of its package. The scanner has a package.json
// of its own; an argument is a folder in which the scanner is installed already.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const run = (program, args, cwd = '.') =>
	execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

const [tool = 'scan'] = process.argv.slice(2);
if (tool === 'scan') run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], tool);
const scanner = 'node_modules/@n8n/scan-community-package/scanner/scanner.mjs';
const entry = pathToFileURL(resolve(tool, scanner)).href;
const { analyzePackage, SOURCE_FILE_PATTERNS } = await import(entry);

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
