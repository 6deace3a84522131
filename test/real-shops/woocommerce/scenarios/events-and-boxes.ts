import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { cardsOn } from '../../browser';
import { eventsIn } from '../../shop-stage';
import { addressOf, addToCart, agreeAt, eventsNamed, visitorOf, whileOpen } from '../visit';
import { test, type RealShop } from '../woocommerce-stage';

const box = (type: string) => `<!-- wp:kainic/recommendations {"type":"${type}"} /-->`;

const search = `<!-- wp:query {"query":{"inherit":true}} --><div class="wp-block-query">
	<!-- wp:post-template --><!-- wp:post-title /--><!-- /wp:post-template -->
	<!-- wp:query-no-results -->${box('trending')}<!-- /wp:query-no-results --></div><!-- /wp:query -->`;

/** The owner adds boxes to the home page, to the cart, and to a search without results, and a button for a wish. */
async function furnish({ shop }: RealShop): Promise<void> {
	const wish = `(window.kainic ??= []).push("track", "wish", { item_id: "${shop.products['Simple 2']}" })`;
	await shop.runPhp(`wp_set_current_user( 1 );
		$write = fn( $id, $more ) => wp_update_post( wp_slash( array( 'ID' => $id, 'post_content' => get_post( $id )->post_content . $more ) ) );
		$home = wp_insert_post( array( 'post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Home', 'post_content' => '${box('trending')}' ) );
		update_option( 'show_on_front', 'page' );
		update_option( 'page_on_front', $home );
		$write( wc_get_page_id( 'cart' ), '${box('similar')}' );
		$write( ${shop.products['Simple 2']}, '<button class="wish" onclick=\\'${wish}\\'>Wish</button>' );
		$made = wp_insert_post( wp_slash( array( 'post_type' => 'wp_template', 'post_status' => 'publish', 'post_name' => 'search',
			'post_title' => 'Search', 'post_content' => '${search}' ) ) );
		wp_set_object_terms( $made, get_stylesheet(), 'wp_theme' );`);
}

/** Looks at the cards of the page, and returns what the box asked for. */
async function seeCards(tab: Page, asked: readonly string[]): Promise<URLSearchParams> {
	const cards = await cardsOn(tab);
	await cards.first().scrollIntoViewIfNeeded();
	assert.ok((await cards.count()) > 0);
	return new URLSearchParams(asked.at(-1)?.split(' ').at(-1));
}

test('Each event and each box comes from the page of the shop that has it', async (real) => {
	const { shop, front } = real;
	await furnish(real);
	const id = (name: string) => String(shop.products[name]);
	await whileOpen(real, async () => {
		const { tab } = await real.visitor();
		const last = async (name: string, count = 1) => (await eventsNamed(real, name, count)).at(-1);
		const questions = () =>
			front.requests.filter((each) => each.includes('kainic-recommendations'));
		const ask = async () => {
			const question = await seeCards(tab, questions());
			return [question.get('type'), question.get('item_ids')];
		};
		const shots = async (name: string) =>
			await tab.screenshot({ path: `coverage/real-shops/box-${name}.png`, fullPage: true });

		await agreeAt(tab, `${shop.url}/`);
		assert.deepEqual(await ask(), ['trending', null]);
		await shots('home');

		await tab.goto(await addressOf(real, 'Simple 2'));
		assert.equal((await last('product_view'))?.['item_id'], id('Simple 2'));
		assert.deepEqual(await ask(), ['similar', id('Simple 2')]);
		await shots('product');
		await tab.locator('.wish').click();
		assert.equal((await last('wish'))?.['item_id'], id('Simple 2'));
		await (await cardsOn(tab)).first().getByRole('link').click();
		await tab.waitForURL(/\/product\//);
		const click = await last('recommendation_click');
		const view = await last('product_view', 2);
		assert.equal(click?.['anon_uid'], await visitorOf(tab));
		assert.deepEqual(
			[click?.['item_id'], click?.['type'], click?.['source'], click?.['rank']],
			[view?.['item_id'], 'similar', 'kainic', 1],
		);
		const seen = eventsIn(real, 'recommendation_view');
		assert.deepEqual(new Set(seen.map(({ type }) => type)), new Set(['trending', 'similar']));

		await tab.goto(await addressOf(real, 'Simple 3'));
		await addToCart(tab);
		const added = await last('add_to_cart');
		assert.deepEqual([added?.['item_id'], added?.['quantity']], [id('Simple 3'), 1]);
		await tab.goto(`${shop.url}/cart/`);
		assert.deepEqual((await last('cart_view'))?.['item_ids'], [id('Simple 3')]);
		assert.deepEqual(await ask(), ['similar', id('Simple 3')]);
		await shots('cart');
		await tab.locator('.wc-block-cart-item__remove-link').first().click();
		const removed = await last('remove_from_cart');
		assert.deepEqual([removed?.['item_id'], removed?.['quantity']], [id('Simple 3'), 1]);

		await tab.goto(`${shop.url}/product-category/kuche/`);
		assert.equal((await last('category_view'))?.['category'], 'Küche');
		await tab.goto(`${shop.url}/?s=Simple`);
		assert.equal((await last('search'))?.['search_term'], 'Simple');
		await tab.goto(`${shop.url}/?s=unicorns+%26+dragons`);
		assert.equal((await last('search', 2))?.['search_term'], 'unicorns & dragons');
		assert.deepEqual(await ask(), ['trending', null]);
		await shots('search');
	});
});
