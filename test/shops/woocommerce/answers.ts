import type { ShopAnswer, ShopRequest } from '../shared/shop-server';

interface Resource {
	readonly id: number;
	readonly status?: string;
	readonly date_modified_gmt?: string;
}

/** A failure in the form of WordPress. */
export function refusal(status: number, code: string, act: string): ShopAnswer {
	const message = `Sorry, you cannot ${act}.`;
	return { status, body: { code: `woocommerce_rest_${code}`, message, data: { status } } };
}

export function item(found: object | undefined): ShopAnswer {
	return found === undefined ? refusal(404, 'invalid_id', 'use this ID') : ok(found);
}

function ok(body: unknown, headers: Record<string, string> = {}): ShopAnswer {
	return { status: 200, headers, body };
}

/** A page of resources, with the headers that WordPress adds: totals, and links to the pages around it. */
export function collection(
	api: string,
	{ query }: ShopRequest,
	all: readonly Resource[],
	name: string,
): ShopAnswer {
	const [size, page] = [Number(query.get('per_page') ?? 10), Number(query.get('page') ?? 1)];
	if (!isWithin(size, 1, 100)) return refusal(400, 'invalid_param', 'have that per_page');
	if (!isWithin(page, 1, Infinity)) return refusal(400, 'invalid_param', 'have that page');
	const since = query.get('modified_after');
	if (since !== null && !isDate(since)) return refusal(400, 'invalid_param', 'have that date');
	const chosen = sorted(all.filter((each) => matches(each, query)));
	const pages = Math.ceil(chosen.length / size);
	const links = [
		page > 1 ? link(page - 1, 'prev') : '',
		page < pages ? link(page + 1, 'next') : '',
	];
	return ok(
		chosen
			.slice((page - 1) * size, page * size)
			.map((each) => onlyFields(each, query.get('_fields'))),
		{
			'x-wp-total': String(chosen.length),
			'x-wp-totalpages': String(pages),
			...(links.some((text) => text !== '') && { link: links.filter(Boolean).join(', ') }),
		},
	);

	function link(number: number, relation: string): string {
		const parameters = new URLSearchParams([...query].filter(([key]) => key !== 'page'));
		parameters.set('page', String(number));
		return `<${api}/${name}?${parameters.toString()}>; rel="${relation}"`;
	}

	function sorted(resources: Resource[]): Resource[] {
		// Newest first, as WooCommerce lists them, unless it is asked for something else.
		const direction = query.get('order') === 'asc' ? 1 : -1;
		const changed = ({ date_modified_gmt: date }: Resource): number => Date.parse(`${date}Z`);
		const byDate = query.get('orderby') === 'modified';
		return resources.sort(
			(a, b) => direction * (byDate ? changed(a) - changed(b) || a.id - b.id : a.id - b.id),
		);
	}
}

function matches(
	{ status, date_modified_gmt: modified }: Resource,
	query: URLSearchParams,
): boolean {
	const [wanted, since] = [query.get('status') ?? 'any', query.get('modified_after')];
	if (wanted !== 'any' && status !== wanted) return false;
	// The shop's clock shows two hours more than UTC.
	const offset = query.get('dates_are_gmt') === 'true' ? 0 : 2 * 3_600_000;
	return since === null || Date.parse(`${modified}Z`) + offset > Date.parse(inUtc(since));
}

/** WordPress leaves out what `_fields` does not name. */
function onlyFields(resource: object, fields: string | null): object {
	if (fields === null) return resource;
	const wanted = new Set(fields.split(','));
	return Object.fromEntries(Object.entries(resource).filter(([name]) => wanted.has(name)));
}

function isDate(text: string): boolean {
	return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?$/.test(text);
}

function inUtc(text: string): string {
	return /(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`;
}

function isWithin(value: number, least: number, most: number): boolean {
	return Number.isInteger(value) && value >= least && value <= most;
}
