import fs from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { temporaryFolder } from '../n8n/cleanup';
import { packFolder, packThisPackage, unpack, type PackedPackage } from '../n8n/pack';
import { packageNodes } from '../n8n/package-nodes';
import { repositoryRoot } from '../n8n/recipe';
import { arrayOf, objectOf } from '../n8n/json';
import { runMain } from '../n8n/main';
import { generatedExamples } from '../scripts/generate/examples';
import { pageUrl } from '../scripts/generate/identity';
import { cloudManifest } from './manifest';
import { choicesFor, toCloud } from './workflow';

/**
 * Makes n8n-nodes-kainic-cloud of the packed package with four nodes: the same compiled code, with the
 * node Kainic in their place.
 */
export async function packCloudPackage(): Promise<PackedPackage> {
	const four = await packThisPackage();
	const { path: folder } = temporaryFolder('cloud');
	await unpack(four.tarball, folder);
	writeJson(join(folder, 'package.json'), cloudManifest());
	fs.copyFileSync(join(__dirname, 'README.md'), join(folder, 'README.md'));
	writeNode(join(folder, 'dist/nodes'));
	fs.mkdirSync(join(folder, 'examples'));
	for (const [file, workflow] of generatedExamples())
		writeJson(join(folder, file), toCloud(workflow));
	return await packFolder(folder);
}

/** The node is compiled alone, for a folder that is two levels nearer to the top. Its types are checked with all others. */
function writeNode(nodes: string): void {
	const folder = join(nodes, 'Kainic');
	const source = fs.readFileSync(join(__dirname, 'nodes/Kainic/Kainic.node.ts'), 'utf8');
	const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS };
	const { outputText } = ts.transpileModule(source, { compilerOptions });
	fs.mkdirSync(folder);
	fs.writeFileSync(join(folder, 'Kainic.node.js'), outputText.replaceAll('../../../../', '../../'));
	writeJson(join(folder, 'Kainic.node.json'), codex());
	for (const node of packageNodes) {
		const own = join(nodes, node.className);
		const { resource, operation } = choicesFor(node);
		const preview = join(folder, '__schema__/v1.0.0', resource, `${operation}.json`);
		fs.cpSync(join(own, '__schema__/v1.0.0.json'), preview);
		for (const file of fs.readdirSync(own).filter((name) => /\.node\.|__schema__/.test(name)))
			fs.rmSync(join(own, file), { recursive: true });
	}
}

/** What n8n's search finds the node by: all that finds one of the four. */
function codex(): object {
	const all = packageNodes.map(({ className }) => {
		const file = join(repositoryRoot, 'nodes', className, `${className}.node.json`);
		return objectOf(JSON.parse(fs.readFileSync(file, 'utf8')), file);
	});
	const alias = all.flatMap((each) => arrayOf(each['alias'], 'The alias'));
	return {
		...all[0],
		node: `${cloudManifest().name}.kainic`,
		alias: [...new Set(alias)],
		resources: {
			primaryDocumentation: [{ url: pageUrl('tools/cloud/README.md') }],
			credentialDocumentation: [{ url: pageUrl('docs/credential.md') }],
		},
	};
}

function writeJson(file: string, value: object): void {
	fs.writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

/** Leaves the tarball in the folder from which the script is run. */
if (require.main === module) {
	runMain(async () => {
		const { tarball } = await packCloudPackage();
		fs.copyFileSync(tarball, basename(tarball));
		console.log(basename(tarball));
	});
}
