import { type ShopFault, withFaults } from '../server/faults';
import { serve, type ShopAnswer, type ShopRequest } from '../server/server';
import type { WooOrder, WooProduct, WooRefund, WooVariation } from './fixtures';
import recorded from './recorded.json';

const newShop = () => ({
	products: Array<WooProduct>(),
	variations: new Map<number, WooVariation[]>(),
	orders: new Map<number, WooOrder>(),
	refunds: new Map<number, WooRefund[]>(),
	faults: Array<ShopFault>(),
	requests: Array<ShopRequest>(),
});

export type WooCommerceShop = Awaited<ReturnType<typeof openWooCommerce>>;

/** A double of a shop's REST API v3, as the shop of recorded.json answers. The double knows one more status, `quote`, as a plugin adds it. */
export async function openWooCommerce() {
	const access = { consumerKey: 'ck_shop', consumerSecret: 'cs_shop' };
	const pair = `${access.consumerKey}:${access.consumerSecret}`;
	const shop = newShop();
	const { url, close } = await serve((request) => {
		shop.requests.push(request);
		if (request.headers.authorization !== `Basic ${Buffer.from(pair).toString('base64')}`)
			return recorded.wrongKey;
		return withFaults(shop.faults, request, () => answer(shop, request));
	});
	const reset = (): void => void Object.assign(shop, newShop());
	return Object.assign(shop, { ...access, url, reset, close });
}

export function answer(shop: ReturnType<typeof newShop>, request: ShopRequest): ShopAnswer {
	const [, name = '', id = '', part] =
		/^\/wp-json\/wc\/v3\/([a-z]+)(?:\/(\d+)\/([a-z]+))?$/.exec(request.path) ?? [];
	const number = Number(id);
	switch (part === undefined ? name : `${name} ${part}`) {
		case 'products':
			return collection(request, shop.products, {
				all: listOf(request.query.get('include_status') ?? request.query.get('status')),
				known: ['any', 'future', 'trash', 'draft', 'pending', 'private', 'publish'],
			});
		case 'products variations':
			return collection(request, shop.variations.get(number) ?? [], { all: ['any'], known: [] });
		case 'orders':
			return collection(request, [...shop.orders.values()], {
				// The whole list is `any` if one of its statuses is.
				all: orderStatusesIn(request.query.get('status')),
				known: [...orderStatuses, 'quote'],
			});
		case 'orders refunds':
			// Also if there is no such order.
			return collection(request, shop.refunds.get(number) ?? [], { all: ['any'], known: [] });
		default:
			return recorded.noRoute;
	}
}

const orderStatuses =
	/one of (.*)\.$/
		.exec(recorded.unknownStatus.body.data.params.status)?.[1]
		?.split(/, (?:and )?/) ?? [];

const orderStatusesIn = (text: string | null) =>
	listOf(text).includes('any') ? ['any'] : listOf(text);

const listOf = (text: string | null) => text?.split(',') ?? ['any'];

/** WooCommerce's refusal of a parameter. */
function invalid(name: string, why: string): ShopAnswer {
	const { status, body } = recorded.pageTooLarge;
	const data = { status, params: { [name]: why } };
	return { status, body: { ...body, message: `Invalid parameter(s): ${name}`, data } };
}

interface Resource {
	readonly id: number;
	readonly status?: string;
	readonly date_modified_gmt?: string;
}

interface Statuses {
	readonly all: readonly string[];
	readonly known: readonly string[];
}

/** What `any` leaves out. */
const unseen = ['trash', 'auto-draft', 'checkout-draft'];

/** A page of resources, with the headers that WordPress adds: totals, and a link to the next page. */
function collection(
	{ query }: ShopRequest,
	all: readonly Resource[],
	statuses: Statuses,
): ShopAnswer {
	const [size, page] = [Number(query.get('per_page') ?? 10), Number(query.get('page') ?? 1)];
	const offset = Number(query.get('offset') ?? (page - 1) * size);
	if (!isWithin(size, 1, 100)) return recorded.pageTooLarge;
	if (!isWithin(page, 1, Infinity) || !isWithin(offset, 0, Infinity))
		return invalid('page', 'page must be greater than or equal to 1');
	const since = query.get('modified_after');
	if (since !== null && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(since))
		return invalid('modified_after', 'Invalid date.');
	const unknown = statuses.all.findIndex(
		(each) => each !== 'any' && !statuses.known.includes(each),
	);
	if (unknown >= 0)
		return invalid('status', `status[${unknown}] is not one of ${statuses.known.join(', ')}.`);
	const chosen = sorted(
		all.filter((each) => hasStatus(each, statuses.all) && isNewer(each, query)),
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
			.slice(offset, offset + size)
			.map((each) =>
				Object.fromEntries(Object.entries(each).filter(([name]) => fields?.includes(name) ?? true)),
			),
	};
}

/** Newest first, as WooCommerce lists them, unless it is asked for something else. What changed in one second is in the order of the IDs. */
function sorted(resources: Resource[], query: URLSearchParams): Resource[] {
	const direction = query.get('order') === 'asc' ? 1 : -1;
	const byId = (a: Resource, b: Resource): number => direction * (a.id - b.id);
	if (query.get('orderby') !== 'modified') return resources.sort(byId);
	return resources.sort((a, b) => {
		const [one = '', other = ''] = [a, b].map(({ date_modified_gmt: date }) => date);
		return one === other ? byId(a, b) : direction * (one < other ? -1 : 1);
	});
}

function hasStatus({ status = '' }: Resource, wanted: readonly string[]): boolean {
	return wanted.includes(status) || (wanted.includes('any') && !unseen.includes(status));
}

function isNewer({ date_modified_gmt: modified }: Resource, query: URLSearchParams): boolean {
	const since = query.get('modified_after');
	if (since === null) return true;
	if (query.get('dates_are_gmt') === 'true') return (modified ?? '') > since;
	// The shop's clock shows two hours more than UTC.
	return Date.parse(`${modified}Z`) + 2 * 3_600_000 > Date.parse(`${since}Z`);
}

function isWithin(value: number, least: number, most: number): boolean {
	return Number.isInteger(value) && value >= least && value <= most;
}
