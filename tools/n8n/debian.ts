import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { runCommand } from './command';
import { withLock } from './lock';
import { type Report, elapsed } from './report';
import { SetupError } from './setup-error';

/** File path of the first of these programs that is in PATH, or undefined. */
export function findProgram(...names: string[]): string | undefined {
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)));
	return paths.find((path) => existsSync(path));
}

/** Installs Debian packages. Fails with a SetupError without root, apt-get or network. */
export async function installDebianPackages(
	names: readonly string[],
	report: Report,
): Promise<void> {
	const command = `apt-get install ${names.join(' ')}`;
	if (process.getuid?.() !== 0 || findProgram('apt-get') === undefined) {
		throw new SetupError(`Programs are missing. On Debian and Ubuntu, run as root: ${command}`);
	}
	report(`Installing ${names.join(', ')} (once) …`);
	const start = performance.now();
	// A second apt-get at the same time would fail.
	await withLock(join(tmpdir(), 'kainic-apt-get.lock'), async () => {
		await aptGet(['update']);
		await aptGet(['install', '--yes', '--no-install-recommends', ...names]);
	});
	report(`They are installed (${elapsed(start)}).`);
}

async function aptGet(args: readonly string[]): Promise<void> {
	// Debian starts a service after its installation unless the run level is that of a shutdown.
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
	const { status, stderr } = await runCommand('apt-get', args, { cwd: '/', env });
	if (status === 0) return;
	throw new SetupError(`apt-get ${args[0] ?? ''} failed:\n${stderr.trim().slice(-1000)}`);
}
