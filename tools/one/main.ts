import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runMain, withUsage } from '../n8n/main';
import { SetupError } from '../n8n/setup-error';
import { exportRepository } from './export';

const usage = `Usage: npm run export:one -- <folder>
Fills the folder with the repository of n8n-nodes-kainic-one. Everything but .git is replaced.`;

async function main(): Promise<void> {
	const { positionals } = withUsage(usage, () => parseArgs({ allowPositionals: true }));
	const [folder = ''] = positionals.map((path) => resolve(path));
	if (folder === '') throw new SetupError(usage);
	const found = existsSync(folder) ? readdirSync(folder) : [];
	if (found.length > 0 && !found.includes('.git'))
		throw new SetupError(`${folder} is neither empty nor a git repository.`);
	const kept = ['.git', 'node_modules'];
	for (const name of found.filter((each) => !kept.includes(each)))
		rmSync(join(folder, name), { recursive: true });
	await exportRepository(folder);
	console.log(`${folder} has the repository of n8n-nodes-kainic-one.`);
}

runMain(main);
