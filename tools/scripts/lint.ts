import { parseArgs } from 'node:util';
import { runMain, withUsage } from '../n8n/main';
import { run } from './run';

const usage = `Usage: npm run lint -- [--fix]
Checks types, our own rules, the format and n8n's rules; --fix changes what can be changed.`;

async function main(): Promise<number> {
	const options = { fix: { type: 'boolean', default: false } } as const;
	const { fix } = withUsage(usage, () => parseArgs({ options }).values);
	const fixing = fix ? ['--fix'] : [];
	const house = ['--config', 'tools/eslint.house.config.mjs', '--max-warnings', '0'];
	// A change of a type does not lint again the files that use it. A fresh clone lints all files.
	const cache =
		'--cache --cache-strategy content --cache-location node_modules/.cache/eslint/'.split(' ');
	const commands = [
		['tsc', '--noEmit'],
		['eslint', ...house, ...cache, ...fixing, '.'],
		['prettier', '--cache', '--log-level', 'warn', fix ? '--write' : '--check', '.'],
		['n8n-node', 'lint', ...fixing],
	];
	// n8n's configuration must not be changed, so every other folder has one that takes it out.
	const env = { ...process.env, ESLINT_FLAGS: 'unstable_config_lookup_from_file' };
	const failed = commands.filter((command) => run('npx', ['--no-install', ...command], env) !== 0);
	if (failed.length === 0) console.log('Lint has found nothing.');
	return failed.length === 0 ? 0 : 1;
}

runMain(main);
