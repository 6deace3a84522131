import { SetupError, type Report } from '../../../tools/n8n';
import { findProgram, installDebianPackages } from '../../../tools/n8n/debian';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * File path of Chromium: `KAINIC_CHROMIUM`, else one in PATH, else Debian's, which is installed
 * first. Fails with a SetupError if that is not possible.
 */
export async function findChromium(report: Report): Promise<string> {
	const present = process.env['KAINIC_CHROMIUM'] ?? findProgram(...names);
	if (present !== undefined) return present;
	await installDebianPackages(['chromium', 'fonts-dejavu-core'], report);
	const installed = findProgram(...names);
	if (installed !== undefined) return installed;
	throw new SetupError('Chromium is not in PATH. Set KAINIC_CHROMIUM to its file path.');
}
