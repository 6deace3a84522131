import { join } from 'node:path';
import { installPackage } from '../../n8n';
import { runCommand } from '../../n8n/command';
import { objectOf, textOf } from '../../n8n/json';
import { npm } from '../../n8n/npm';

/** The community packages that this one is compared with: each wraps one HTTP API. */
export const comparedPackages = [
	// By far the most downloaded of all community nodes; one node, with a dependency of its own.
	'n8n-nodes-evolution-api@1.0.4',
	// Firecrawl's own, the most downloaded of those that scrape the web; one node.
	'@mendable/n8n-nodes-firecrawl@2.1.2',
	// Picsart's own, with as many nodes as this package.
	'@picsart/n8n-nodes-picsart-creative-apis@5.4.8',
] as const;

/** A package as n8n has it once it is installed. */
export interface PlacedPackage {
	readonly name: string;
	readonly directory: string;
}

/** The arguments with which n8n fetches what a community package depends on. */
const installAsN8n = [
	'install',
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

/** Fetches a package, given as `name@version`, from the npm registry into `folder`; gives its tarball, as a file path. */
export async function fetchPackage(specifier: string, folder: string): Promise<string> {
	const args = ['pack', specifier, `--pack-destination=${folder}`, '--ignore-scripts'];
	const printed = await npm(args, folder);
	return join(folder, printed.trim().split('\n').at(-1) ?? '');
}

/**
 * Installs a packed package in a user folder as n8n does, with its dependencies. Fails when the
 * tarball holds no package or a dependency cannot be fetched.
 */
export async function placePackage(tarball: string, userFolder: string): Promise<PlacedPackage> {
	const args = ['-xzOf', tarball, 'package/package.json'];
	const { stdout } = await runCommand('tar', args, { cwd: userFolder });
	const name = textOf(objectOf(JSON.parse(stdout), 'package.json'), 'name');
	const directory = join(userFolder, '.n8n/nodes/node_modules', name);
	await installPackage(tarball, userFolder);
	await npm(installAsN8n, directory);
	return { name, directory };
}
