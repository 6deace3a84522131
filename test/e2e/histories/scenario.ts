import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { isNightly } from '../../nightly';
import { openShopify } from '../../shops/shopify';
import { openWooCommerce } from '../../shops/woocommerce';
import type { EditorStage } from '../setting/stage';
import { assertOnce, assertShops, assertUnits, untilRight } from './held-units';
import { playHistories, type History } from './history';
import { randomOf } from './random';
import { safeguards } from './safeguards';
import { brokenLines, brokenVisitor, ordersOfPage, type ShopLife } from './shop-life';
import { shopifyLife } from './shopify-life';
import { openStand, type Shop, type Stand } from './stand';
import { wooLife } from './woocommerce-life';

const histories = Number(process.env['KAINIC_HISTORIES'] ?? (isNightly ? 90 : 30));
const firstSeed = Number(process.env['KAINIC_SEED'] ?? 1);

/** As many shops of each kind as two processors carry. */
const shopsAtOnce = Math.min(10, histories);
const patience = {
	polls: 15,
	run: 38,
	turn: 0.75,
	timeout: 4,
	events: brokenLines,
	page: ordersOfPage,
};

/** n8n's other engine for expressions takes half of the time. */
const frugal = { N8N_EXPRESSION_ENGINE: 'legacy' };

/** In one n8n, so that each start of it serves all shops. Two shops have the same order IDs. */
export const orderHistories = {
	name: `Shop orders: over ${histories} histories of each shop with faults and kills nothing is missing and nothing is sent twice, although Kainic answers 500 for some orders`,
	run: async (stage: EditorStage) => {
		await withShops(stage, Array.from({ length: shopsAtOnce }), async (stand, lives) => {
			for (let first = firstSeed; first < firstSeed + histories; first += shopsAtOnce) {
				stage.report(`        histories of the seeds ${first} to ${first + shopsAtOnce - 1} …`);
				const played = await play(stand, lives, first, 15_000);
				await untilRight(stand, played);
				assertShops(stand, played);
			}
		});
	},
};

/** At most so many rounds, since a history may not meet what a safeguard is for. */
const rounds = 6;

export const orderSafeguards = {
	name: 'Shop orders: without one of its safeguards, some history of a shop ends wrong',
	run: async (stage: EditorStage) => {
		const unseen = new Set(Object.keys(safeguards));
		for (let round = 0; round < rounds && unseen.size > 0; round += 1) {
			// One shop of each kind is whole. The others lack what no history has shown so far.
			const names = [...unseen];
			const missing = [
				undefined,
				...Array.from({ length: 7 }, (_, index) => names[index % names.length]),
			];
			const changes = missing.map((name) => safeguards[name ?? '']);
			await withShops(stage, changes, async (stand, lives) => {
				const played = await play(stand, lives, firstSeed + round * missing.length, 30_000);
				await untilRight(stand, played.slice(0, 2));
				await untilSettled(stand, played);
				for (const [index, history] of played.entries()) {
					const name = missing[Math.floor(index / 2)] ?? '';
					const trouble = troubleOf(stand, history);
					if (trouble === null || !unseen.delete(name)) continue;
					stage.report(`        without ${name}: ${trouble.slice(0, 200)}`);
				}
			});
		}
		assert.deepEqual([...unseen], [], 'safeguards without which every history was right');
	},
};

/**
 * Waits until each history is right or wrong for good, or this throws. A missing unit is final if Kainic has
 * accepted nothing of the shop for 90 s; an event that came twice is final at once.
 */
async function untilSettled(stand: Stand, histories: readonly History[]): Promise<void> {
	const { requests, events } = stand.emulator.world.ledger;
	const start = Date.now();
	const isSettled = (history: History): boolean => {
		const shop = `:${String(history.life.settings['shop'])}:`;
		const last = events.filter(({ event }) => String(event['event_id']).includes(shop)).at(-1);
		const { receivedAt = 0 } = requests.find(({ number }) => number === last?.request) ?? {};
		const isStill = Date.now() - Math.max(receivedAt, start) > 90_000;
		const trouble = troubleOf(stand, history);
		return isStill || trouble === null || trouble.includes('came again');
	};
	for (const end = start + 300_000; !histories.every(isSettled); await wait(500))
		assert.ok(Date.now() < end, 'some shops still send events after 5 minutes');
}

function troubleOf(stand: Stand, history: History): string | null {
	try {
		assertUnits(stand, [history]);
		assertOnce(stand, history.life);
		return null;
	} catch (error) {
		return String(error);
	}
}

/** A WooCommerce shop and a Shopify shop for each change of their workflows. */
async function withShops(
	stage: EditorStage,
	changes: ReadonlyArray<Shop['change']>,
	work: (stand: Stand, lives: readonly ShopLife[]) => Promise<void>,
): Promise<void> {
	const shopify = await openShopify();
	const woocommerce = await Promise.all(changes.map(openWooCommerce));
	const lives = woocommerce.flatMap((shop, number) => [
		wooLife(shop),
		shopifyLife(shopify.openShop(`shop-${number}`)),
	]);
	const shops = { ...stage.shops, env: { ...shopify.env, ...frugal } };
	const changed = lives.map((life, index) => ({ ...life, change: changes[Math.floor(index / 2)] }));
	const stand = await openStand({ ...stage, shops }, changed, null, patience);
	stand.emulator.change({ brokenVisitors: [brokenVisitor] });
	try {
		await work(stand, lives);
	} finally {
		await stand.close();
		await Promise.all([shopify, ...woocommerce].map(async (each) => await each.close()));
	}
}

async function play(
	stand: Stand,
	lives: readonly ShopLife[],
	first: number,
	silence: number,
): Promise<History[]> {
	const played = lives.map((life, index) => {
		const seed = first + Math.floor(index / 2);
		return { life, seed, random: randomOf(seed) };
	});
	await playHistories(stand, played, { killAfter: randomOf(first).between(2_000, 5_000), silence });
	return played;
}
