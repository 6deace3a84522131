import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { repositoryRoot } from '../harness/recipe';

/** Without n8n 1, whose engine is an installation of its own. */
const projects = ['--selectProjects', 'unit', 'engine-n8n-2'];

/** What a change has to pass before it is pushed. Lint and types run beside the tests. */
async function main(): Promise<number> {
	const [first, ...rest] = process.argv.slice(2);
	if (first === '--watch') return await run('npx', ['jest', '--watch', ...projects, ...rest]);
	const start = performance.now();
	const checks = [lint(), run('npx', ['jest', '--ci', '-w', '2', ...projects])];
	const statuses = await Promise.all(checks);
	const passed = statuses.every((status) => status === 0);
	const seconds = Math.round((performance.now() - start) / 1000);
	console.log(`\n${passed ? 'All is well' : 'FAILED'} (${seconds} s).`);
	return passed ? 0 : 1;
}

/** One after the other: both take a processor of their own. */
async function lint(): Promise<number> {
	for (const script of ['typecheck', 'lint:house', 'lint:n8n']) {
		const status = await run('npm', ['run', '--silent', script]);
		if (status !== 0) console.error(`npm run ${script}: FAILED`);
		if (status !== 0) return status;
	}
	return 0;
}

async function run(command: string, args: readonly string[]): Promise<number> {
	const child = spawn(command, args, { cwd: repositoryRoot, stdio: 'inherit' });
	await once(child, 'exit');
	return child.exitCode ?? 1;
}

void main().then((status) => {
	process.exitCode = status;
});
