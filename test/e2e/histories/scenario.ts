import assert from 'node:assert/strict';
import type { WorkflowFile } from '../../../tools/n8n';
import { isNightly } from '../../nightly';
import { openShopify } from '../../shops/shopify';
import { openWooCommerce } from '../../shops/woocommerce';
import type { EditorStage } from '../setting/stage';
import { crewOf, onCall } from './crew';
import { assertOnce, assertShops, assertUnits, troubleWith, untilRight } from './held-units';
import { playHistories, type History } from './history';
import { randomOf } from './random';
import { safeguards } from './safeguards';
import { brokenLines, brokenVisitor, ordersOfPage, type ShopLife } from './shop-life';
import { shopifyLife } from './shopify-life';
import { openStand, type Shop, type Stand } from './stand';
import { wooLife } from './woocommerce-life';

const histories = Number(process.env['KAINIC_HISTORIES'] ?? (isNightly ? 90 : 30));
const firstSeed = Number(process.env['KAINIC_SEED'] ?? 1);

/** They wait for the same start of n8n and the same locks. */
const shopsAtOnce = Math.min(30, histories);
/** Nothing runs by a schedule. */
const patience = {
	polls: 60,
	run: 38,
	turn: 0.75,
	timeout: 4,
	events: brokenLines,
	page: ordersOfPage,
};

/** n8n's other engine for expressions takes half of the time. Each reckons the time, which is quick in UTC. */
const frugal = { N8N_EXPRESSION_ENGINE: 'legacy', GENERIC_TIMEZONE: 'UTC' };

/** In one n8n, so that each start of it serves all shops. Two shops have the same order IDs. */
export const orderHistories = {
	name: `Shop orders: over ${histories} histories of each shop with faults and kills nothing is missing and nothing is sent twice, although Kainic answers 500 for some orders`,
	run: async (stage: EditorStage) => {
		await withShops(stage, Array.from({ length: shopsAtOnce }), async (stand, lives) => {
			for (let first = firstSeed; first < firstSeed + histories; first += shopsAtOnce) {
				stage.report(`        histories of the seeds ${first} to ${first + shopsAtOnce - 1} …`);
				const played = await play(stand, lives, first);
				await untilRight(stand, played);
				assertShops(stand, played);
			}
		});
	},
};

/** At most so many rounds, since a history may not meet what a safeguard is for. */
const rounds = 3;

export const orderSafeguards = {
	name: 'Shop orders: without one of its safeguards, some history of a shop ends wrong',
	run: async (stage: EditorStage) => {
		const unseen = new Set(Object.keys(safeguards));
		for (let round = 0; round < rounds && unseen.size > 0; round += 1) {
			// One shop of each kind is whole. The others lack what no history has shown so far.
			const names = [...unseen];
			const missing = [
				undefined,
				...Array.from({ length: 14 }, (_, index) => names[index % names.length]),
			];
			const changes = missing.map((name) => safeguards[name ?? '']);
			await withShops(stage, changes, async (stand, lives) => {
				const played = await play(stand, lives, firstSeed + round * missing.length);
				await Promise.all([
					untilRight(stand, played.slice(0, 2)),
					...played.slice(2).map(async (history) => await untilSettled(stand, history)),
				]);
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

/** Runs a shop until it is right, or wrong for good: Kainic has an event twice, or six runs have sent it nothing more. */
async function untilSettled(stand: Stand, history: History): Promise<void> {
	const { life, run } = history;
	const { events } = stand.emulator.world.ledger;
	const shop = `:${String(life.settings['shop'])}:`;
	const sent = () => events.filter(({ event }) => String(event['event_id']).includes(shop)).length;
	const end = Date.now() + 600_000;
	for (let idle = 0; idle < 6;) {
		const trouble = troubleOf(stand, history);
		if (trouble === null || trouble.includes('came again')) return;
		const [before, reads] = [sent(), life.reads()];
		await run();
		if (sent() > before) idle = 0;
		else if (life.reads() > reads) idle += 1;
		assert.ok(Date.now() < end, 'a shop still sends events after 10 minutes');
	}
}

function troubleOf(stand: Stand, history: History): string | null {
	return troubleWith(() => {
		assertUnits(stand, [history]);
		assertOnce(stand, history.life);
	});
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
	const changed = lives.map((life, index) => {
		const change = changes[Math.floor(index / 2)] ?? ((workflow: WorkflowFile) => workflow);
		return {
			...life,
			change: (workflow: WorkflowFile) => change(onCall(workflow, pathOf(index))),
		};
	});
	const stand = await openStand({ ...stage, shops }, changed, null, patience);
	stand.emulator.change({ brokenVisitors: [brokenVisitor] });
	try {
		await work(stand, lives);
	} finally {
		await stand.close();
		await Promise.all([shopify, ...woocommerce].map(async (each) => await each.close()));
	}
}

async function play(stand: Stand, lives: readonly ShopLife[], first: number): Promise<History[]> {
	const crew = crewOf(stand);
	const played = lives.map((life, index) => {
		const seed = first + Math.floor(index / 2);
		return { life, seed, random: randomOf(seed), run: crew.runnerOf(pathOf(index)) };
	});
	await playHistories(stand, crew, played, randomOf(first).between(2_000, 5_000));
	return played;
}

/** Of the webhook of a shop. */
const pathOf = (index: number) => `shop-${index}`;
