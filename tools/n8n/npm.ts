import { runCommand } from './command';
import { SetupError } from './setup-error';

/** Settings of the current npm script that must not reach npm in another folder. */
const inherited =
	/^(npm_(package|lifecycle|node|execpath|command)|npm_config_(ignore_scripts|local_prefix|prefix|global|workspace|omit|include|production|package_lock|dry_run|loglevel|silent|json)|NODE_ENV$|INIT_CWD$)/i;

/** The environment for npm in another folder than that of the current npm script. */
export function npmEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	return Object.fromEntries(Object.entries(environment).filter(([name]) => !inherited.test(name)));
}

/** Runs npm in `cwd` and returns its standard output. Fails with a SetupError. */
export async function npm(args: readonly string[], cwd: string): Promise<string> {
	const env = npmEnvironment(process.env);
	// Windows starts npm.cmd only in a shell. In an npm script, npm says where its JavaScript is.
	const script = process.env['npm_execpath'] ?? '';
	const [program, ...first] = /npm-cli\.js$/.test(script) ? [process.execPath, script] : ['npm'];
	const result = await runCommand(program, [...first, ...args, '--loglevel=error'], { cwd, env });
	if (result.status === 0) return result.stdout;
	const lines = `${result.stderr}\n${result.stdout}`
		.split('\n')
		.filter((line) => line.trim() !== '');
	throw new SetupError(`npm ${args[0] ?? ''} failed:\n${lines.slice(0, 20).join('\n')}`);
}
