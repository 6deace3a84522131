import { test } from '@playwright/test';
import { printReport as report } from '../../../../tools/n8n';
import { installN8n } from '../../../../tools/n8n/install';
import { packThisPackage } from '../../../../tools/n8n/pack';
import { isNightly } from '../../../support/nightly';
import { openShopify } from '../../../support/doubles/shopify';
import { openWooCommerce } from '../../../support/doubles/woocommerce';
import { openShops } from '../../../support/doubles/all-doubles';
import { crewOf } from './crew';
import { assertShops, untilRight } from './held-units';
import { playHistories } from './history';
import { postedLife } from './posted-life';
import { randomOf } from '../../../support/random';
import { brokenLines, brokenVisitor, ordersOfPage } from './shop-life';
import { shopifyLife } from './shopify-life';
import { openStand, type Shop } from './stand';
import { wooLife } from './woocommerce-life';

const histories = Number(process.env['KAINIC_HISTORIES'] ?? (isNightly ? 90 : 5));
const firstSeed = Number(process.env['KAINIC_SEED'] ?? 1);

/** WooCommerce, Shopify, and shops that post their orders. */
const kinds = 3;

/** So many shops of each kind share an n8n, and wait together for its start and for locks. */
const shopsAtOnce = Math.min(9, histories);
const patience = {
	polls: null,
	run: 38,
	turn: 0.75,
	timeout: 4,
	events: brokenLines,
	page: ordersOfPage,
};

/** n8n's other engine for expressions takes half of the time, and each expression takes less time in UTC. */
const frugal = { N8N_EXPRESSION_ENGINE: 'legacy', GENERIC_TIMEZONE: 'UTC' };

test(`Shop orders: over ${histories} histories of each shop with faults and kills nothing is missing and nothing is sent twice, although Kainic answers 500 for some orders @night`, async () => {
	for (let first = firstSeed; first < firstSeed + histories; first += shopsAtOnce) {
		report(`        histories of the seeds ${first} to ${first + shopsAtOnce - 1} …`);
		await withShops(Array.from({ length: shopsAtOnce }), async (play) => {
			await Promise.all(await play(first));
		});
	}
});

/** Plays a history in each shop, with seeds from this one on. Each of the promises says whether a shop ends right. */
type Play = (firstSeed: number) => Promise<Array<Promise<void>>>;

/** A WooCommerce shop and a Shopify shop for each change of their workflows, in one n8n. Two shops have the same order IDs. */
async function withShops(
	changes: ReadonlyArray<Shop['change']>,
	work: (play: Play) => Promise<void>,
): Promise<void> {
	const installation = await installN8n(report);
	const packed = await packThisPackage();
	const ofScenarios = await openShops();
	const shopify = await openShopify();
	const woocommerce = await Promise.all(changes.map(openWooCommerce));
	const lives = woocommerce.flatMap((shop, number) => [
		wooLife(shop),
		shopifyLife(shopify.openShop(`shop-${number}`)),
		postedLife(`posted-${number}`),
	]);
	const shops = { ...ofScenarios, env: { ...shopify.env, ...frugal } };
	const changed = lives.map((life, index) => ({
		...life,
		change: changes[Math.floor(index / kinds)],
	}));
	const stand = await openStand({ installation, packed, shops }, changed, null, patience);
	stand.emulator.change({ brokenVisitors: [brokenVisitor] });
	try {
		await work(async (first) => {
			const crew = crewOf(stand);
			const played = lives.map((life, index) => {
				const seed = first + Math.floor(index / kinds);
				return { life, seed, random: randomOf(seed), run: crew.runnerOf(index, life) };
			});
			await playHistories(stand, crew, played, randomOf(first).between(2_000, 5_000));
			return played.map(async (history) => await untilRight(stand, history));
		});
		assertShops(stand.emulator, lives);
	} finally {
		await stand.close();
		await Promise.all(
			[ofScenarios, shopify, ...woocommerce].map(async (each) => await each.close()),
		);
		packed.remove();
	}
}
