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
	const program = process.platform === 'win32' ? 'npm.cmd' : 'npm';
	const env = npmEnvironment(process.env);
	const result = await runCommand(program, [...args, '--loglevel=error'], { cwd, env });
	if (result.status === 0) return result.stdout;
	throw new SetupError(explainNpmFailure(args, `${result.stderr}\n${result.stdout}`));
}

const causes: ReadonlyArray<{ pattern: RegExp; explanation: string }> = [
	{
		pattern: /\b(ENOSPC|no space left on device)\b/i,
		explanation:
			'The disk is full. Free some space, or choose another place with KAINIC_N8N_CACHE.',
	},
	{
		pattern:
			/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ECONNRESET|ERR_SOCKET_TIMEOUT|FETCH_ERROR|ENOTCACHED)\b/,
		explanation:
			'The npm registry cannot be reached. Check the network (and the proxy, if there is one) and run it again.',
	},
	{
		pattern: /\bnpm (error|ERR!) code (EACCES|EPERM|EROFS)\b/,
		explanation:
			'npm may not write there. Choose another place with KAINIC_N8N_CACHE, or mend its permissions.',
	},
	{
		pattern: /gyp ERR!|node-gyp/,
		explanation:
			'A native module had to be compiled and could not be. Install a compiler and run it again (Debian: apt-get install python3 make g++; macOS: xcode-select --install).',
	},
];

/** Explains a failed npm run, with npm's own output below. */
export function explainNpmFailure(args: readonly string[], output: string): string {
	const known = causes.find(({ pattern }) => pattern.test(output));
	const lines = output
		.split('\n')
		.filter((line) => line.trim() !== '' && !/npm (warn|notice)/i.test(line));
	// Known causes are in npm's first lines, other failures, e.g. of a script, in its last.
	const said = known ? lines.slice(0, 3) : lines.slice(-12);
	const head = known?.explanation ?? 'npm failed.';
	return [head, `npm ${args[0] ?? ''} said:`, ...said.map((line) => `  ${line}`)].join('\n');
}
