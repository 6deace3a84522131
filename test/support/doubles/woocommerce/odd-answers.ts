/** What a real shop or its host answered in place of a list, see recorded.json. */
import type { ShopAnswer } from '../server/server';
import recorded from './recorded.json';

/** The recorded address of the shop in an answer becomes another one. */
function answer(
	{ status, headers, body }: { status: number; headers: object; body: unknown },
	shop: string,
): ShopAnswer {
	const text = JSON.stringify({ headers, body }).replaceAll('https://shop.test', shop);
	const own: { headers: Record<string, string>; body: unknown } = JSON.parse(text);
	return { status, headers: own.headers, body: own.body };
}

/** The odd answers of the shop at this address. */
export const oddAnswers = (shop: string) => ({
	/** Its address is entered with http. */
	http: answer(recorded.http, shop.replace('http:', 'https:')),
	/** Its permalinks are plain. */
	plainPermalinks: answer(recorded.plainPermalinks, shop),
	/** Its address has a folder too many. */
	noSuchPage: answer(recorded.noSuchPage, shop),
	/** WooCommerce is switched off. */
	noRoute: answer(recorded.noRoute, shop),
	wrongKey: answer(recorded.wrongKey, shop),
	/** A setting names a status that the shop does not have. */
	unknownStatus: answer(recorded.unknownStatus, shop),
	/** PHP shows a warning of a plugin in front of the JSON. */
	warning: answer(recorded.warning, shop),
	/** The host wants to see whether a person asks. */
	waiting: answer(recorded.waiting, shop),
	/** PHP ended without a word. */
	empty: answer(recorded.empty, shop),
	/** PHP ended with an error. */
	fatal: answer(recorded.fatal, shop),
	/** WordPress is being updated. */
	maintenance: answer(recorded.maintenance, shop),
});
