import { type ShopFault, withFaults } from '../shared/faults';
import { serve, type ShopAnswer, type ShopRequest } from '../shared/shop-server';
import type { WooOrder, WooProduct, WooRefund, WooVariation } from './fixtures';

const newShop = () => ({
	products: Array<WooProduct>(),
	variations: new Map<number, WooVariation[]>(),
	orders: new Map<number, WooOrder>(),
	refunds: new Map<number, WooRefund[]>(),
	faults: Array<ShopFault>(),
	requests: Array<ShopRequest>(),
});

export type WooCommerceShop = Awaited<ReturnType<typeof openWooCommerce>>;

/** A double of a shop's REST API v3. */
export async function openWooCommerce() {
	const access = { consumerKey: 'ck_shop', consumerSecret: 'cs_shop' };
	const pair = `${access.consumerKey}:${access.consumerSecret}`;
	const shop = newShop();
	const { url, close } = await serve((request) => {
		shop.requests.push(request);
		if (request.headers.authorization !== `Basic ${Buffer.from(pair).toString('base64')}`)
			return refusal(401, 'cannot_view', 'list resources');
		return withFaults(shop.faults, request, () => answer(shop, request));
	});
	const reset = (): void => void Object.assign(shop, newShop());
	return Object.assign(shop, { ...access, url, reset, close });
}

function answer(shop: ReturnType<typeof newShop>, request: ShopRequest): ShopAnswer {
	const [, name = '', id = '', part] =
		/^\/wp-json\/wc\/v3\/([a-z]+)(?:\/(\d+)\/([a-z]+))?$/.exec(request.path) ?? [];
	const number = Number(id);
	switch (part === undefined ? name : `${name} ${part}`) {
		case 'products':
			return collection(request, shop.products);
		case 'products variations':
			return shop.products.some((product) => product.id === number)
				? collection(request, shop.variations.get(number) ?? [])
				: refusal(404, 'invalid_id', 'use this ID');
		case 'orders': {
			const orders = [...shop.orders.values()].filter(({ status }) => status !== 'trash');
			return collection(request, orders);
		}
		case 'orders refunds':
			return shop.orders.has(number)
				? collection(request, shop.refunds.get(number) ?? [])
				: refusal(404, 'invalid_id', 'use this ID');
		default:
			return { status: 404, body: { code: 'rest_no_route', data: { status: 404 } } };
	}
}

function refusal(status: number, code: string, act: string): ShopAnswer {
	const message = `Sorry, you cannot ${act}.`;
	return { status, body: { code: `woocommerce_rest_${code}`, message, data: { status } } };
}

interface Resource {
	readonly id: number;
	readonly status?: string;
	readonly date_modified_gmt?: string;
}

/** A page of resources, with the headers that WordPress adds: totals, and a link to the next page. */
function collection({ query }: ShopRequest, all: readonly Resource[]): ShopAnswer {
	const [size, page] = [Number(query.get('per_page') ?? 10), Number(query.get('page') ?? 1)];
	if (!isWithin(size, 1, 100)) return refusal(400, 'invalid_param', 'have that per_page');
	if (!isWithin(page, 1, Infinity)) return refusal(400, 'invalid_param', 'have that page');
	const since = query.get('modified_after');
	if (since !== null && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(since))
		return refusal(400, 'invalid_param', 'have that date');
	const chosen = sorted(
		all.filter((each) => matches(each, query)),
		query,
	);
	const pages = Math.ceil(chosen.length / size);
	const fields = query.get('_fields')?.split(',');
	return {
		status: 200,
		headers: {
			'x-wp-total': String(chosen.length),
			'x-wp-totalpages': String(pages),
			// Behind a proxy a shop knows itself by another name, so nobody may follow its links.
			...(page < pages && { link: '<http://elsewhere.example/wp-json/wc/v3>; rel="next"' }),
		},
		// WordPress leaves out what `_fields` does not name.
		body: chosen
			.slice((page - 1) * size, page * size)
			.map((each) =>
				Object.fromEntries(Object.entries(each).filter(([name]) => fields?.includes(name) ?? true)),
			),
	};
}

/** Newest first, as WooCommerce lists them, unless it is asked for something else. */
function sorted(resources: Resource[], query: URLSearchParams): Resource[] {
	const direction = query.get('order') === 'asc' ? 1 : -1;
	const changed = ({ date_modified_gmt: date }: Resource): number => Date.parse(`${date}Z`);
	const byDate = query.get('orderby') === 'modified';
	return resources.sort(
		(a, b) => direction * (byDate ? changed(a) - changed(b) || a.id - b.id : a.id - b.id),
	);
}

function matches(
	{ status, date_modified_gmt: modified }: Resource,
	query: URLSearchParams,
): boolean {
	const [wanted, since] = [query.get('status') ?? 'any', query.get('modified_after')];
	if (wanted !== 'any' && status !== wanted) return false;
	// The shop's clock shows two hours more than UTC.
	const offset = query.get('dates_are_gmt') === 'true' ? 0 : 2 * 3_600_000;
	return since === null || Date.parse(`${modified}Z`) + offset > Date.parse(`${since}Z`);
}

function isWithin(value: number, least: number, most: number): boolean {
	return Number.isInteger(value) && value >= least && value <= most;
}
