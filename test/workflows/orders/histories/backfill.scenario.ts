import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { callWebhook, elapsed } from '../../../../tools/n8n';
import { objectOf } from '../../../../tools/n8n/json';
import { megabytesOf } from '../../../support/process-memory';
import type { WooCommerceShop } from '../../../support/doubles/woocommerce';
import { tableRows, until } from '../../../support/workflows/data-tables';
import { assertOnce, wrongUnits } from './held-units';
import { placeOrder, refundUnit, unitsOf } from './plain-orders';
import { pathOf } from '../../../support/workflows/impatient';
import { openStand, type Stand } from './stand';
import { test } from '../../../support/browser/editor-stage';

const count = Number(process.env['KAINIC_BACKFILL'] ?? 2_000);

/** A run of 1,000 orders ends long before its turn, also on a busy machine. */
const patience = { polls: null, run: 460, turn: 8, timeout: 10 };

/** What n8n has on a server of 2 GB. */
const smallHeap = { NODE_OPTIONS: '--max-old-space-size=1024' };

/** Orders of two lines over the last months; one of ten came back in part. */
function fill(shop: WooCommerceShop): void {
	const apart = (180 * 86_400_000) / count;
	for (let id = 1; id <= count; id += 1) {
		const date = Date.now() - (count - id + 1) * apart;
		placeOrder(shop, id, date);
		if (id % 10 === 0) refundUnit(shop, id, date);
	}
}

test(`Shop orders: ${count} orders of the last months follow, although n8n is killed in the middle @night`, async (stage) => {
	const { woocommerce: shop } = stage.shops;
	fill(shop);
	const settings = { shop: shop.url, orders_since: dayBefore(200) };
	const workflow = { file: 'woocommerce-orders.json', settings };
	const shops = { ...stage.shops, env: { ...stage.shops.env, ...smallHeap } };
	const place = { ...stage, shops };
	const stand = await openStand(place, [workflow], null, patience);
	const { events } = stand.emulator.world.ledger;
	const start = performance.now();
	const sent = () => new Set(events.map(({ event }) => event['event_id'])).size;
	const runs = runsOf(stand);
	try {
		await until(() => events.length > count, 7_200_000);
		stage.report(`        ${figures(stand, shop)} when n8n is killed after ${elapsed(start)}`);
		await stand.restart();
		await until(() => sent() >= 2 * count, 7_200_000);
		stage.report(`        ${figures(stand, shop)} after ${elapsed(start)}`);
		await runs.end();
		stage.report(
			`        seconds of the long runs: ${runs.seconds.filter((each) => each > 9).join(', ')}`,
		);
		assert.deepEqual(wrongUnits(stand.emulator, unitsOf(shop)), []);
		assertOnce(stand);
		stage.report(`        ${await tableSize(stand)}`);
	} finally {
		await runs.end();
		await stand.close();
		stage.shops.reset();
	}
});

/** Runs the workflow again and again, one run after another, as a schedule does that leaves enough time. */
function runsOf(stand: Stand) {
	const seconds: number[] = [];
	let isOver = false;
	const run = async (): Promise<void> => {
		while (!isOver) {
			const start = performance.now();
			const began = new Date().toISOString();
			// n8n is down for a moment.
			const call = callWebhook(stand.running.n8n, pathOf(0), { began }, 1_000 * patience.run);
			await call.then(async (response) => await response.text()).catch(() => undefined);
			seconds.push(Math.round((performance.now() - start) / 1_000));
			await wait(1_000);
		}
	};
	const running = run();
	const end = async (): Promise<void> => {
		isOver = true;
		await running;
	};
	return { seconds, end };
}

function figures({ emulator, running }: Stand, { requests }: WooCommerceShop): string {
	const most = megabytesOf(running.server.pid, 'VmHWM');
	const { events, requests: sent } = emulator.world.ledger;
	return `${events.length} events in ${sent.length} requests, the shop answered ${requests.length}, n8n took ${Math.round(most)} MB at most`;
}

async function tableSize({ running: { n8n } }: Stand): Promise<string> {
	const limits = await n8n.rest('GET', '/data-tables-global/limits');
	const { totalBytes } = objectOf(limits, 'limits');
	const { length } = await tableRows(n8n, 'Kainic order events');
	return `the data table has ${length} rows and ${Number(totalBytes) / 1_000_000} MB`;
}

function dayBefore(days: number): string {
	return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
