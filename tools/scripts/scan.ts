import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { name } from '../../package.json';
import { temporaryFolder } from '../n8n/cleanup';
import { runCommand } from '../n8n/command';
import { installedTool } from '../n8n/install';
import { runMain } from '../n8n/main';
import { npm } from '../n8n/npm';
import { packThisPackage, unpack } from '../n8n/pack';
import { repositoryRoot } from '../n8n/recipe';
import { SetupError } from '../n8n/setup-error';
import { oneName } from '../one/names';
import { buildOnePackage } from '../one/pack';

const scanner = join(repositoryRoot, 'tools/one/repository/scan.mjs');

/** Runs n8n's own scanner on the sources and on the files that would be published. */
async function main(): Promise<number> {
	const tool = await installedTool('scanner', join(__dirname, 'scan'), console.log);
	const { path: files } = temporaryFolder('scan');
	const { tarball } = await packThisPackage();
	await unpack(tarball, files);
	checkContent(filesBelow(files));
	const one = await buildOnePackage();
	await npm(['run', 'lint'], one);
	const found = [await scan(name, repositoryRoot, tool), await scan(oneName, one, tool)];
	return found.every(Boolean) ? 0 : 1;
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

async function scan(what: string, folder: string, tool: string): Promise<boolean> {
	// The scanner makes a temporary folder as it loads and leaves it behind.
	const env = { ...process.env, TMPDIR: temporaryFolder('scanner').path };
	const { status, stdout, stderr } = await runCommand(process.execPath, [scanner, tool], {
		...{ cwd: folder, env },
	});
	console.log(`${what}\n${stdout}${stderr}`);
	return status === 0;
}

runMain(main, "Usage: npm test -- scan\nRuns n8n's scanner on the sources and on both packages.");
