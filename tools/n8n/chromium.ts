import { SetupError, messageOf, type Report } from '.';
import { findProgram, installDebianPackages } from './debian';

/** Ubuntu has Chromium only as a snap. */
const remedy = 'Install Google Chrome, or set KAINIC_CHROMIUM to the file path of a Chromium.';

// The headless shell draws no window of a browser, so the tests need a third of the processor.
const names = [
	'chromium-headless-shell',
	...['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
];

/**
 * File path of Chromium: `KAINIC_CHROMIUM`, else one in PATH, else Debian's, which is installed
 * first. Fails with a SetupError if that is not possible.
 */
export async function findChromium(report: Report): Promise<string> {
	const present = process.env['KAINIC_CHROMIUM'] ?? findProgram(...names);
	if (present !== undefined) return present;
	await installDebianPackages(['chromium-headless-shell', 'fonts-dejavu-core'], report).catch(
		(error: unknown) => {
			throw new SetupError(`${messageOf(error)}\n${remedy}`);
		},
	);
	const installed = findProgram(...names);
	if (installed !== undefined) return installed;
	throw new SetupError(`Chromium is not in PATH. ${remedy}`);
}
