import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from '../../../harness/command';
import { SetupError, type Report } from '../../../harness';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * The Chromium of this machine, as a file path: `KAINIC_CHROMIUM`, else one in the path, else
 * Debian's, which is installed where this process may do that. Fails with a SetupError.
 */
export async function findChromium(report: Report): Promise<string> {
	const chosen = process.env['KAINIC_CHROMIUM'] ?? inPath();
	if (chosen !== undefined) return chosen;
	report('Installing Chromium (once) …');
	await aptGet(['update']);
	await aptGet(['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core']);
	const installed = inPath();
	if (installed !== undefined) return installed;
	throw new SetupError('Chromium was installed, but is not in the path.');
}

function inPath(): string | undefined {
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	return folders
		.flatMap((folder) => names.map((name) => join(folder, name)))
		.find((path) => isExecutable(path));
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

async function aptGet(args: readonly string[]): Promise<void> {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const { status, stderr } = await runCommand('apt-get', args, { cwd: '/', env });
	if (status === 0) return;
	throw new SetupError(
		`Chromium is missing and could not be installed (apt-get ${args[0]}): ${stderr.trim()}\n` +
			'Install it, or say where it is with KAINIC_CHROMIUM.',
	);
}
