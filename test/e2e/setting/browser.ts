import { chromium, selectors, type Browser, type BrowserContext } from 'playwright-core';
import type { Session } from '../../../tools/n8n';

/** No sandbox, since tests may run as root; and no conversation with anybody but this machine. */
const switches = [
	'--headless=new',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// A proxy would look names up by itself, whatever the rules say.
	'--no-proxy-server',
	'--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/** Opens a browser; it ends with this process, however that ends. */
export async function openBrowser(executablePath: string): Promise<Browser> {
	selectors.setTestIdAttribute('data-test-id');
	return await chromium.launch({
		executablePath,
		args: switches,
		handleSIGINT: false,
		handleSIGTERM: false,
		handleSIGHUP: false,
	});
}

/**
 * A profile in which n8n knows its owner, and in which nothing beyond this machine is reached. All tabs
 * share it, so that n8n's editor is fetched and compiled once.
 */
export async function openProfile(
	browser: Browser,
	{ url, cookie, browserId }: Session,
): Promise<BrowserContext> {
	const context = await browser.newContext({
		viewport: { width: 1240, height: 860 },
		permissions: ['clipboard-read', 'clipboard-write'],
		// n8n would compress its whole editor.
		extraHTTPHeaders: { 'Accept-Encoding': 'identity' },
	});
	context.setDefaultTimeout(60_000);
	const [name = '', ...value] = cookie.split('=');
	await context.addCookies([{ name, value: value.join('='), url }]);
	await context.addInitScript((id) => localStorage.setItem('n8n-browserId', id), browserId);
	return context;
}
