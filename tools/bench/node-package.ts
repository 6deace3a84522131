import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { type PackedPackage, packFolder } from '../n8n';

const name = 'n8n-nodes-kainic-bench';

/** The type of one of the bench's own nodes, e.g. `benchItems`. */
export function benchNode(node: string): string {
	return `${name}.${node}`;
}

/** Packs the nodes of `nodes/`, which make items, measure, and do the same work by other means. */
export async function packBenchNodes(): Promise<PackedPackage> {
	const folder = mkdtempSync(join(tmpdir(), 'kainic-bench-nodes-'));
	try {
		const files = transpile(join(__dirname, 'nodes'), join(folder, 'nodes'));
		const nodes = files.filter((file) => file.endsWith('.node.js')).map((file) => `nodes/${file}`);
		const n8n = { n8nNodesApiVersion: 1, nodes, credentials: [] };
		const manifest = { name, version: '1.0.0', files: ['nodes'], n8n };
		writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
		return await packFolder(folder);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function transpile(from: string, to: string): string[] {
	mkdirSync(to);
	const compilerOptions = {
		module: ts.ModuleKind.CommonJS,
		target: ts.ScriptTarget.ES2022,
		esModuleInterop: true,
	};
	return readdirSync(from).map((source) => {
		const { outputText } = ts.transpileModule(readFileSync(join(from, source), 'utf8'), {
			compilerOptions,
		});
		const file = `${basename(source, '.ts')}.js`;
		writeFileSync(join(to, file), outputText);
		return file;
	});
}
