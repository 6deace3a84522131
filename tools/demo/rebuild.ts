import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Report } from '../n8n/report';

/**
 * Compiles a package into a folder, and again whenever one of its sources changes. A file with an error
 * of type is compiled all the same.
 * @param root the package's root, with tools/tsconfig.build.json
 * @param report takes the compiler's errors, and a line for each build
 * @returns a function that ends it
 */
export function keepBuilt(root: string, destination: string, report: Report): () => void {
	const project = ['-p', join(root, 'tools/tsconfig.build.json'), '--outDir', destination];
	const tsc = [require.resolve('typescript/bin/tsc'), ...project];
	const args = [...tsc, '--watch', '--preserveWatchOutput'];
	const compiler = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
	createInterface(compiler.stdout).on('line', report);
	return () => void compiler.kill();
}
