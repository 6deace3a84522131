import assert from 'node:assert/strict';
import { callWebhook, elapsed, importWorkflow, runManually } from '../../../tools/n8n';
import type { Emulator } from '../../../tools/emulator';
import { filesWith } from '../../support/files-with';
import {
	app,
	attribute,
	Points,
	shopifyLine,
	shopifyOrder,
	type ShopifyOrder,
	type ShopifyShop,
} from '../../support/doubles/shopify';
import { tableRows, until } from '../../support/workflows/data-tables';
import { changed, pathOf } from '../../support/workflows/impatient';
import { withShopCredentials } from '../../support/workflows/run-example';
import { test } from '../../support/browser/editor-stage';
import { openStand } from '../orders/histories/stand';

const file = 'shopify-orders.json';
const dayBefore = (days: number): string =>
	new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** An order that changed so many seconds ago. */
function changedAgo(id: number, seconds: number, changes: Partial<ShopifyOrder> = {}) {
	const date = `${new Date(Date.now() - seconds * 1_000).toISOString().slice(0, 19)}Z`;
	return shopifyOrder(id, {
		...{ createdAt: date, updatedAt: date, lineItems: [shopifyLine(id)], ...changes },
	});
}

/** What real shops have, with the number of events that each order is. */
const odd: ReadonlyArray<readonly [what: string, events: number, changes: Partial<ShopifyOrder>]> =
	[
		['60 lines', 60, { lineItems: Array.from({ length: 60 }, (_, id) => shopifyLine(1_000 + id)) }],
		['a guest', 1, { customer: null }],
		['another currency', 1, { currencyCode: 'CHF' }],
		[
			'a product that was deleted',
			0,
			{ lineItems: [shopifyLine(2, { product: null, variant: null })] },
		],
		[
			'a gift card and a tip',
			1,
			{ lineItems: [shopifyLine(3), shopifyLine(4, { product: null, variant: null })] },
		],
		[
			'a part of it that came back',
			1,
			{ lineItems: [shopifyLine(5, { quantity: 3, currentQuantity: 1 })] },
		],
		['a payment that waits', 0, { displayFinancialStatus: 'PENDING' }],
		['an end before it was read', 0, { cancelledAt: '2026-11-01T10:00:00Z' }],
		['a test', 0, { test: true }],
		[
			'a visitor in its line only',
			1,
			{
				customAttributes: [],
				lineItems: [
					shopifyLine(6, { customAttributes: [attribute('_kainic_anon_uid', 'visitor-2')] }),
				],
			},
		],
	];

const eventsOf = ({ world }: Emulator, id: number) =>
	world.ledger.events.filter(({ event }) => event['order_id'] === String(id));

test('Shopify orders: with the ID and the secret of an app alone, all kinds of orders arrive once, also after the token ended; each refusal is one sentence; n8n keeps neither secret nor token', async (stage) => {
	const { shopify: shop } = stage.shops;
	const { emulator, n8n, server, report } = stage;
	await withShopCredentials(stage, async (credentials) => {
		const example = changed(file, 120, {}, { orders_since: dayBefore(9) });
		const stored = await importWorkflow(n8n, example, credentials);
		const run = async () => await runManually(n8n, stored, 'Every Five Minutes', 120_000);
		const green = async (): Promise<void> => {
			const { status, errorMessage } = await run();
			assert.equal(status, 'success', errorMessage);
		};
		for (const [index, [, , changes]] of odd.entries())
			shop.orders.set(index + 1, changedAgo(index + 1, 900 - index, changes));
		for (let id = 101; id <= 125; id += 1) shop.orders.set(id, changedAgo(id, 800 - id));
		await green();
		for (const [index, [what, events]] of odd.entries())
			assert.equal(eventsOf(emulator, index + 1).length, events, what);
		assert.ok([101, 125].every((id) => eventsOf(emulator, id).length === 1));

		shop.tokens.clear();
		shop.orders.set(200, changedAgo(200, 60));
		await green();
		assert.equal(eventsOf(emulator, 200).length, 1);

		// The token ends between two pages: the orders of the first one are sent, and the next run goes on.
		for (let id = 201; id <= 215; id += 1) shop.orders.set(id, changedAgo(id, 50));
		const isSecond = ({ body }: { readonly body: string }) => body.includes('"after":"cursor-');
		const ended = {
			concerns: isSecond,
			times: 1,
			answer: (own: () => Answer) => (shop.tokens.clear(), own()),
		};
		shop.faults.push(ended);
		await green();
		await green();
		for (let id = 201; id <= 215; id += 1)
			assert.equal(eventsOf(emulator, id).length, 1, String(id));

		const { length } = emulator.world.ledger.events;
		for (const [what, says, arrange] of refusals) {
			arrange(shop);
			const { status, errorMessage = '', text } = await run();
			assert.equal(status, 'error', what);
			assert.match(errorMessage, says, what);
			assert.doesNotMatch(text, secrets, what);
			Object.assign(shop, { oauthError: null, faults: [], scopes });
		}
		assert.equal(emulator.world.ledger.events.length, length);
		for (const secret of ['shpss_', 'shpat_', app.client_id])
			assert.deepEqual(filesWith(server.userFolder, secret), []);
		assert.ok(filesWith(server.userFolder, 'Every Five Minutes').length > 0);
		report(`        ${length} events, ${refusals.length} refusals, no secret in any file of n8n`);
	});
});

type Answer = ReturnType<ShopifyShop['faults'][number]['answer']>;
const scopes = ['read_products', 'read_orders', 'read_customers'];
const secrets = /shpss_|shpat_|id-of-the-app/;

const oauth = (code: string) => (shop: ShopifyShop) => void (shop.oauthError = code);
const pages = (status: number, body: unknown) => (shop: ShopifyShop) =>
	void shop.faults.push({
		concerns: ({ path }) => path.endsWith('/graphql.json'),
		answer: () => ({ status, body }),
		times: Infinity,
	});

/** What Shopify refuses, what the run says, and how it comes. */
const refusals: ReadonlyArray<
	readonly [what: string, says: RegExp, arrange: (shop: ShopifyShop) => void]
> = [
	[
		'another organization',
		/^The shop and its app are in different organizations\. Create the app in/,
		oauth('shop_not_permitted'),
	],
	['not installed', /^The app is not installed\. .* click Install app/, oauth('app_not_installed')],
	[
		'another ID',
		/^Shopify does not know the app\. .*Client ID/,
		oauth('application_cannot_be_found'),
	],
	['another secret', /^The secret is wrong\. .*copy the Secret/, oauth('invalid_client')],
	[
		'no scope',
		/^A scope is missing: .*read_customers.*approve it in your shop/,
		(shop) => void (shop.scopes = ['read_orders']),
	],
	[
		'a token that ended',
		/^Shopify no longer accepts the token/,
		pages(401, {
			errors: '[API] Invalid API key or access token (unrecognized login or wrong password)',
		}),
	],
	['an unpaid bill', /^The shop is frozen/, pages(402, { errors: 'Unavailable Shop' })],
	[
		'an IP allowlist',
		/^Shopify refuses the address of your n8n/,
		pages(403, { errors: 'Forbidden' }),
	],
	[
		'another name',
		/^There is no shop demo-shop\.myshopify\.com/,
		pages(404, { errors: 'Not Found' }),
	],
	[
		'busy',
		/^Shopify is busy \(THROTTLED\)/,
		pages(200, { errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }] }),
	],
	['broken', /^Shopify answered 503: /, pages(503, '<h1>Service Unavailable</h1>')],
];

const count = 1_200;
/** A run of them ends before it is cut off, also on a busy machine. */
const patience = { polls: null, run: 100, turn: 2, timeout: 10 };

test(`Shopify orders: ${count} orders of one second arrive once each, although n8n is killed in the middle @night`, async (stage) => {
	const { shopify: shop } = stage.shops;
	shop.points = new Points('plus');
	for (let id = 1; id <= count; id += 1) shop.orders.set(id, changedAgo(id, 3_600));
	const settings = { shop: 'demo-shop', orders_since: dayBefore(9) };
	const stand = await openStand(stage, [{ file, settings }], null, patience);
	const { events } = stand.emulator.world.ledger;
	const start = performance.now();
	const call = async (): Promise<void> => {
		const began = new Date().toISOString();
		const answer = callWebhook(stand.running.n8n, pathOf(0), { began }, 200_000);
		await answer.then(async (response) => await response.text()).catch(() => undefined);
	};
	try {
		// The run that makes the row of progress takes no turn.
		await call();
		const killed = call();
		await until(() => events.length > count / 4, 200_000);
		stage.report(`        ${events.length} events when n8n is killed after ${elapsed(start)}`);
		await stand.restart();
		await killed;
		const sent = () => new Set(events.map(({ event }) => event['event_id'])).size;
		for (const end = Date.now() + 600_000; sent() < count && Date.now() < end;) await call();
		await call();
		const orders = events.map(({ event }) => Number(event['order_id']));
		const all = Array.from({ length: count }, (_, index) => index + 1);
		assert.deepEqual(
			[...new Set(orders)].sort((a, b) => a - b),
			all,
		);
		assert.equal(sent(), count);
		const rows = await tableRows(stand.running.n8n, 'Kainic order events');
		assert.equal(rows.filter(({ state }) => state === 'accepted').length, count);
		stage.report(
			`        ${sent()} events in ${shop.requests.length} requests after ${elapsed(start)}`,
		);
	} finally {
		await stand.close();
		stage.shops.reset();
	}
});
