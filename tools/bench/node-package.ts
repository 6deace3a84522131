import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { type PackedPackage, packFolder } from '../n8n';
import { temporaryFolder } from '../n8n/cleanup';
import { type Parameters, type WorkflowNode, node } from '../n8n/workflow-parts';

const name = 'n8n-nodes-kainic-bench';

/** One of the bench's own steps. */
export function benchStep(title: string, parameters: Parameters): WorkflowNode {
	return node(title, `${name}.benchStep`, 1, parameters);
}

/** Packs the node of `nodes/`. */
export async function packBenchNodes(): Promise<PackedPackage> {
	const { path: folder, remove } = temporaryFolder('bench-nodes');
	try {
		mkdirSync(join(folder, 'nodes'));
		for (const source of readdirSync(join(__dirname, 'nodes'))) {
			const text = readFileSync(join(__dirname, 'nodes', source), 'utf8');
			const file = join(folder, 'nodes', `${basename(source, '.ts')}.js`);
			writeFileSync(file, ts.transpileModule(text, { compilerOptions }).outputText);
		}
		const n8n = { n8nNodesApiVersion: 1, nodes: ['nodes/BenchStep.node.js'], credentials: [] };
		const manifest = { name, version: '1.0.0', files: ['nodes'], n8n };
		writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
		return await packFolder(folder);
	} finally {
		remove();
	}
}

const compilerOptions = {
	module: ts.ModuleKind.CommonJS,
	target: ts.ScriptTarget.ES2022,
	esModuleInterop: true,
};
