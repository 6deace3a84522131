import { chromium, selectors, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { Session } from '../../../harness';

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
	'--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/** Opens a browser with a fresh profile; it ends with this process, however that ends. */
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

/** A new tab in which n8n knows its owner, and in which nothing beyond this machine is reached. */
export async function openTab(
	browser: Browser,
	{ url, cookie, browserId }: Session,
): Promise<Page> {
	const context = await browser.newContext({
		viewport: { width: 1240, height: 860 },
		permissions: ['clipboard-read', 'clipboard-write'],
	});
	context.setDefaultTimeout(60_000);
	await keepOnThisMachine(context);
	const [name = '', ...value] = cookie.split('=');
	await context.addCookies([{ name, value: value.join('='), url }]);
	await context.addInitScript((id) => localStorage.setItem('n8n-browserId', id), browserId);
	return await context.newPage();
}

/** n8n's editor asks the npm registry about a package before it adds one of its nodes. */
async function keepOnThisMachine(context: BrowserContext): Promise<void> {
	const elsewhere = (address: URL) =>
		/^(https?|wss?):$/.test(address.protocol) && address.hostname !== '127.0.0.1';
	await context.route(elsewhere, async (route) => await route.abort('addressunreachable'));
}
