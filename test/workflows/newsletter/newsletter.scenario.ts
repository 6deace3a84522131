import assert from 'node:assert/strict';
import { DateTime } from 'luxon';
import { importWorkflow, runManually, type StoredCredential } from '../../../tools/n8n';
import { type EditorStage, test } from '../../support/browser/editor-stage';
import { answerWith } from '../../support/workflows/webhooks';
import { addOrders, customersOf, fillCatalog, newsletter } from './customers';
import { deleteDataTable, tableRows } from '../../support/workflows/data-tables';
import { assertLegible } from '../../support/browser/legible';
import { withShopCredentials } from '../../support/workflows/run-example';

test('Example: each customer of a newsletter gets one mail in a week, and the next run serves whom one missed', async (stage) =>
	await withShopCredentials(stage, async (stored) => await writeMails(stage, stored)));

async function writeMails(stage: EditorStage, stored: readonly StoredCredential[]): Promise<void> {
	const { n8n, emulator } = stage;
	const { mailbox } = stage.shops;
	fillCatalog(emulator);
	await addOrders(n8n, ['1', '2']);
	const [ada = {}, ben = {}] = customersOf(2);
	// The same address twice, and somebody without an order.
	const customers = [
		ada,
		ben,
		{ ...ada, email: ' Customer-1@customer.example' },
		customersOf(3)[2] ?? {},
	];
	const runnerFor = async (...shop: [name?: string, ordersOf?: string]) => {
		const workflow = await importWorkflow(n8n, newsletter(customers, ...shop), stored);
		return async () => {
			mailbox.reset();
			const { status, errorMessage } = await runManually(n8n, workflow, 'Start Every Monday');
			return { status, errorMessage, to: mailbox.mails.map(({ to }) => to).sort() };
		};
	};
	const run = await runnerFor();
	const forget = async () => await deleteDataTable(n8n, 'Kainic newsletter');
	const both = [ada, ben].map((customer) => customer['email']);
	emulator.change({ recommendationCount: 0 });
	assert.deepEqual(await run(), { status: 'success', errorMessage: undefined, to: [] });

	emulator.change({ recommendationCount: 10 });
	emulator.inject({ kind: 'answer', status: 400, contentType: 'text/plain', body: 'no' });
	const failed = await run();
	assert.equal(failed.status, 'error');
	assert.match(
		String(failed.errorMessage),
		/^1 customers got no email. For one of them: Kainic refused the request. HTTP status 400/,
	);
	const rest = await run();
	assert.deepEqual([...failed.to, ...rest.to].sort(), both);
	const asked = emulator.world.ledger.predictions.length;
	assert.deepEqual((await run()).to, []);
	assert.equal(emulator.world.ledger.predictions.length, asked);
	const weeks = (await tableRows(n8n, 'Kainic newsletter')).map(({ week }) => week);
	// The time zone that n8n has by default.
	const now = DateTime.now().setZone('America/New_York').toFormat("kkkk-'W'WW");
	assert.deepEqual(weeks, [now, now, null]);

	await forget();
	mailbox.refuse(String(ada['email']));
	const refused = await run();
	assert.deepEqual([refused.status, refused.to], ['error', both.slice(1)]);
	assert.match(String(refused.errorMessage), /^1 customers got no email/);
	mailbox.refuse(null);
	assert.deepEqual((await run()).to, both.slice(0, 1));

	const runOther = await runnerFor('https://other.example');
	assert.deepEqual((await runOther()).to, both, 'a customer of two shops');
	// The name of one shop can be a part of the name of another.
	const runPart = await runnerFor('https://third.example', 'https://shop.exam');
	assert.deepEqual((await runPart()).to, []);
	const runExact = await runnerFor('https://fourth.example', 'https://shop.example');
	assert.deepEqual((await runExact()).to, both);
}

test('Example: a newsletter that two runs send at once reaches each customer once', async (stage) => {
	const { n8n, emulator, shops } = stage;
	fillCatalog(emulator);
	await withShopCredentials(stage, async (stored) => {
		const customers = customersOf(8);
		await addOrders(
			n8n,
			customers.map((customer) => String(customer['customer_id'])),
		);
		const workflow = await importWorkflow(n8n, newsletter(customers), stored);
		const run = async () => await runManually(n8n, workflow, 'Start Every Monday', 120_000);
		const runs = await Promise.all([run(), run(), run()]);
		assert.deepEqual(
			runs.map(({ status }) => status),
			['success', 'success', 'success'],
		);
		const served = shops.mailbox.mails.map(({ to }) => to).sort();
		assert.deepEqual(served, customers.map(({ email }) => email).sort());
	});
});

test('Example: a mail has cards in HTML and a text, and nothing that Kainic sends becomes HTML', async (stage) => {
	const { n8n, emulator, shops } = stage;
	await withShopCredentials(stage, async (stored) => {
		await addOrders(n8n, ['1']);
		const customers = [{ ...customersOf(1)[0], name: 'Ada <b>' }];
		const workflow = await importWorkflow(n8n, newsletter(customers), stored);
		const items = [
			{
				item_id: 'a',
				title: 'Shoe <script>alert(1)</script>',
				url: 'https://shop.example/p/a?x="&y',
			},
			{
				item_id: 'b',
				title: 'Sock\n- Free: https://evil.example',
				url: '/p/b',
				image_url: '/b.jpg',
			},
			{ item_id: 'c', title: 'No address' },
			{ item_id: 'd', url: '/p/d' },
			...['javascript:alert(1)', '//evil.example/x', 'data:text/html,x'].map((url) => ({
				title: url,
				url,
			})),
			{
				item_id: 'e',
				title: 'Hat',
				url: '/p/e',
				image_url: 'https://shop.example/e.jpg',
				price: '19.5',
			},
			...[null, 5, 'text', { title: {}, url: {} }],
		];
		emulator.inject(answerWith({ items, kainic_mid: 'm' }));
		const { status, errorMessage } = await runManually(n8n, workflow, 'Start Every Monday');
		assert.equal(status, 'success', errorMessage);
		const [{ text, html } = { text: '', html: '' }] = shops.mailbox.mails.map(partsOf);
		const lines = [
			...['Hello Ada <b>,', '', 'you may like these:', ''],
			'- Shoe <script>alert(1)</script>: https://shop.example/p/a?x="&y',
			'- Sock - Free: https://evil.example: https://shop.example/p/b',
			...['- Hat, €19.50: https://shop.example/p/e', ''],
			'You get this email because you agreed to get the newsletter of Your shop.',
			'Unsubscribe: https://shop.example/unsubscribe?email=customer-1%40customer.example',
		];
		assert.equal(text, lines.join('\n'));
		const tab = await stage.openTab();
		await tab.setContent(html);
		assert.equal(await tab.locator('script, b').count(), 0);
		const links = await tab
			.locator('a')
			.evaluateAll((all) => all.map((each) => each.getAttribute('href')));
		assert.deepEqual(links, [
			...['https://shop.example/p/a?x="&y', 'https://shop.example/p/b'],
			// Its picture and its button.
			...['https://shop.example/p/e', 'https://shop.example/p/e'],
			'https://shop.example/unsubscribe?email=customer-1%40customer.example',
		]);
		const pictures = await tab
			.locator('img')
			.evaluateAll((all) => all.map((each) => each.getAttribute('src')));
		assert.deepEqual(pictures, ['https://shop.example/e.jpg']);
		// Nobody answers for the picture, so this is also what somebody without pictures sees.
		await assertLegible(tab, 'newsletter', [600, 360]);
		const [sock, hat] = [tab.locator('.edge.card').nth(1), tab.locator('.edge.card').nth(2)];
		for (const [program, left] of Object.entries(leftBy(html))) {
			await tab.setContent(left);
			await assertLegible(tab, `newsletter-${program}`, program === 'outlook' ? [640] : [640, 360]);
			assert.equal(await tab.locator('.edge.card').count(), 3);
			assert.match(await hat.innerText(), /^\s*Hat\s+€19\.50\s+Show product\s*$/);
			const [one, other] = [await sock.boundingBox(), await hat.boundingBox()];
			// Without its picture, a card is as low as a card without one, but for the line of its price.
			assert.equal(Number(other?.height) - Number(one?.height), 22, program);
			assert.equal(await hat.evaluate((card) => getComputedStyle(card).borderTopWidth), '1px');
			const button = await hat.getByRole('link', { name: 'Show product: Hat' }).boundingBox();
			assert.equal(button?.height, 44);
		}
	});
});

/** What mail programs leave of an email, after https://www.caniemail.com. */
function leftBy(html: string): Readonly<Record<string, string>> {
	const bare = html.replaceAll(/<style>[\s\S]*?<\/style>/g, '');
	// Outlook for Windows knows the width, the padding and the display of cells, not those of a <div>.
	const flat = bare.replaceAll(/<div [^>]*style="(?!display:none)[^>]*>/g, '<div>');
	return {
		all: html,
		'gmail-with-other-accounts': bare,
		gmail: html.replaceAll(/@media \(prefers[\s\S]*?\n\}|<style>\n\[[\s\S]*?<\/style>/g, ''),
		outlook: flat.replaceAll(/<!--\[if mso\]>|<!\[endif\]-->/g, ''),
		'outlook-in-the-dark': html
			.replace(/@media \(prefers[\s\S]*?\n\}/, '')
			.replace('<html', '<html data-ogsc="" data-ogsb=""'),
	};
}

/** The two parts of a mail, decoded. */
function partsOf({ text }: { readonly text: string }): Readonly<Record<'text' | 'html', string>> {
	const [, boundary = ''] = /boundary="([^"]+)"/.exec(text) ?? [];
	const parts = text.split(`--${boundary}`).map((part) => {
		const [head = '', ...body] = part.split('\r\n\r\n');
		const joined = body.join('\r\n\r\n').trim();
		if (/base64/.test(head)) return { head, body: Buffer.from(joined, 'base64').toString() };
		if (!/quoted-printable/.test(head)) return { head, body: joined.replaceAll('\r\n', '\n') };
		const bytes = joined.replaceAll('=\r\n', '').replaceAll('\r\n', '\n');
		const decoded = bytes.replaceAll(/=([0-9A-F]{2})/g, (_, code: string) =>
			String.fromCharCode(Number.parseInt(code, 16)),
		);
		return { head, body: Buffer.from(decoded, 'latin1').toString() };
	});
	const of = (type: string) => parts.find(({ head }) => head.includes(type))?.body ?? '';
	return { text: of('text/plain'), html: of('text/html') };
}
