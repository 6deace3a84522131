import fs from 'node:fs';
import { dirname, join, relative } from 'node:path';
import root from '../../package.json';
import tsconfig from '../../tsconfig.json';
import { arrayOf, objectOf } from '../n8n/json';
import { npm } from '../n8n/npm';
import { packageNodes } from '../n8n/package-nodes';
import { repositoryRoot } from '../n8n/recipe';
import { generatedExamples } from '../scripts/generate/examples';
import { pageUrl } from '../scripts/generate/identity';
import { importsOf } from './imports';
import { oneManifest } from './manifest';
import { oneName, toOnePage, toOneSource } from './names';
import { choicesFor, toOne } from './workflow';

const node = 'tools/one/nodes/Kainic/Kainic.node.ts';

/** The tests of the node, and what runs them. */
const tests = [
	'test/tools/one/Kainic.node.engine.test.ts',
	...['environment.ts', 'global-setup.js', 'global-teardown.js'].map(
		(file) => `test/support/engine/${file}`,
	),
	...['test/support/jest/no-production.js', 'test/eslint.config.mjs', 'openapi/kainic.yaml'],
	'tools/scripts/changelog.ts',
	'tools/scripts/pack-plugin.ts',
];

const ci = '.github/workflows/ci.yml';

/** Files that this repository and the other one have in common. */
const copied = [
	...['examples/shop/kainic.js', 'examples/shop/woocommerce/kainic.php'],
	'examples/shop/woocommerce/languages/kainic.pot',
	...[
		'admin/controller/module/kainic.php',
		'admin/controller/order.php',
		'admin/language/en-gb/module/kainic.php',
		'admin/view/template/module/kainic.twig',
		...['order', 'page', 'products'].map((name) => `catalog/controller/${name}.php`),
	].map((file) => `examples/shop/opencart/${file}`),
	...['LICENSE', '.gitignore', '.npmrc', '.nvmrc', '.editorconfig', 'eslint.config.mjs'],
	...['gulpfile.js', 'icons/kainic.svg', 'icons/kainic.dark.svg'],
];

const publish = '.github/workflows/publish.yml';

/** Commands of this repository, by those of the other one. */
const commands = {
	'tools/scripts/changelog.ts check': 'tools/scripts/publishable.ts',
	'scan.mjs': '--import tsx tools/scripts/scan.ts',
};

function pages(): string[] {
	const names = fs.readdirSync(join(repositoryRoot, 'docs'), { encoding: 'utf8', recursive: true });
	const forUsers = names.filter((name) => name.endsWith('.md'));
	return ['SECURITY.md', 'CHANGELOG.md', ...forUsers.map((name) => join('docs', name))];
}

/** Fills an empty folder with the repository of the package with one node. It builds, lints and tests on its own. */
export async function exportRepository(folder: string): Promise<void> {
	const { files, packages } = importsOf([node, ...tests]);
	const write = writerIn(folder);
	for (const file of [...files, ...copied])
		if (file !== 'package.json') write(file.replace('tools/one/', ''), toOneSource(read(file)));
	write('tools/eslint.config.mjs', read('test/eslint.config.mjs'));
	for (const name of ['jest.config.js', 'scan.mjs'])
		write(name, read(`tools/one/repository/${name}`));
	const steps = Object.entries(commands).reduce(
		(text, [theirs, ours]) => text.replace(ours, theirs),
		read(publish),
	);
	write(publish, steps);
	write(ci, withPins(read(`tools/one/repository/${ci}`)));
	for (const name of ['package.json', 'package-lock.json'])
		write(`scan/${name}`, read(`tools/scripts/scan/${name}`));
	writeNodeFiles(write);
	for (const [file, workflow] of generatedExamples())
		write(file, toOneSource(json(toOne(workflow))));
	writePages(folder, write);
	write('tsconfig.json', json(buildOptions()));
	write('package.json', json(oneManifest(packages)));
	await lock(folder, write);
}

/** The actions of a workflow at the commits that this repository pins. */
function withPins(workflow: string): string {
	const ours = read('.github/workflows/ci.yml');
	return workflow.replaceAll(
		/uses: (\S+)$/gm,
		(_, action: string) => new RegExp(`uses: ${action}@.*`).exec(ours)?.[0] ?? `No ${action}`,
	);
}

type Write = (file: string, text: string) => void;

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

function read(file: string): string {
	return fs.readFileSync(join(repositoryRoot, file), 'utf8');
}

function writerIn(folder: string): Write {
	return (file, text) => {
		const target = join(folder, file);
		fs.mkdirSync(dirname(target), { recursive: true });
		fs.writeFileSync(target, text);
	};
}

/** n8n's previews of the output, and what n8n's search finds the node by: all that finds one of the four. */
function writeNodeFiles(write: Write): void {
	const codices = packageNodes.map(({ className }) => {
		const file = `nodes/${className}/${className}.node.json`;
		return objectOf(JSON.parse(read(file)), file);
	});
	const alias = codices.flatMap((codex) => arrayOf(codex['alias'], 'The alias'));
	const codex = {
		...codices[0],
		node: `${oneName}.kainic`,
		alias: [...new Set(alias)],
		resources: {
			primaryDocumentation: [{ url: pageUrl('README.md') }],
			credentialDocumentation: [{ url: pageUrl('docs/credential.md') }],
		},
	};
	write('nodes/Kainic/Kainic.node.json', toOneSource(json(codex)));
	for (const packageNode of packageNodes) {
		const { resource, operation } = choicesFor(packageNode);
		const preview = read(`nodes/${packageNode.className}/__schema__/v1.0.0.json`);
		write(`nodes/Kainic/__schema__/v1.0.0/${resource}/${operation}.json`, preview);
	}
}

function writePages(folder: string, write: Write): void {
	const given = new Map(pages().map((page) => [page, page]));
	given.set('README.md', 'tools/one/README.md');
	for (const [page, source] of given) {
		const exists = (link: string): boolean => {
			const target = relative(folder, join(folder, dirname(page), link));
			return given.has(target) || fs.existsSync(join(folder, target));
		};
		write(page, toOnePage(read(source), exists));
	}
}

/** The nodes and the credential are compiled; the tests are only run. */
function buildOptions(): object {
	const { noEmit: _, incremental: __, tsBuildInfoFile: ___, ...options } = tsconfig.compilerOptions;
	return {
		compilerOptions: { ...options, rootDir: '.', outDir: 'dist', types: ['node'] },
		include: ['nodes', 'credentials'],
	};
}

/** npm leaves out of our lock file what the other package.json does not need. */
async function lock(folder: string, write: Write): Promise<void> {
	write('package-lock.json', read('package-lock.json'));
	await npm(['install', '--package-lock-only', '--ignore-scripts', '--prefer-offline'], folder);
	const locked = fs.readFileSync(join(folder, 'package-lock.json'), 'utf8');
	if (!locked.includes(`"version": "${root.version}"`)) throw new Error('npm made no lock file.');
}
