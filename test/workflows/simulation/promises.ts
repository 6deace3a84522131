import type { JsonObject } from '../../../tools/n8n/json';
import type { Row } from './data-table';
import type { History, RunOfHistory } from './history';
import type { Order } from './ledger';

const table = 'Kainic order events';

/** The events of a node of a run, as it passed them on. */
const passed = ({ run }: RunOfHistory, node: string): readonly JsonObject[] =>
	(run.outputs.get(node)?.[0] ?? []).map(({ json }) => json);

const isAccepted = (event: JsonObject) =>
	Object(event['kainic'] ?? {})['status'] === 'accepted' && event['error'] === undefined;

/** Milliseconds for which a run has its turn. */
const turn = 900_000;

/** Whether the turn of a run was over before it had saved what it sent. */
const overran = ({ run: { times } }: RunOfHistory): boolean =>
	(times.get('Save Outcomes') ?? 0) - (times.get('Find Missing Events') ?? 0) >= turn;

/** What the pages promise about a history, and how it was kept. */
export function judge(history: History) {
	const { ledger, kainic } = history;
	const rows = (): readonly Row[] =>
		history.tables.has(table) ? history.tables.get(table).all() : [];

	/** The lines of which Kainic does not hold what the customers kept, or not at its price. Events with one ID count as one. */
	const wrongLines = (what: 'units' | 'amount'): string[] => {
		const held = new Map<string, { units: number; amount: number }>();
		for (const event of differentEvents().values()) {
			const { units, amount } = held.get(lineOf(event)) ?? { units: 0, amount: 0 };
			const count = Number(event['quantity']) * (event['event_name'] === 'purchase' ? 1 : -1);
			const sum = amount + count * Number(event['price']);
			held.set(lineOf(event), { units: units + count, amount: sum });
		}
		const lines = ledger.lines(history.since, history.shop.itemOf);
		return [...lines].flatMap(([name, { line, kept }]) => {
			// Nobody knows the product of a line that was deleted before it was read.
			if (line.isGone && !held.has(name)) return [];
			const has = held.get(name)?.[what] ?? 0;
			const expected = what === 'units' ? kept : kept * (line.prices.at(-1) ?? 0);
			const isRight = Math.abs(has - expected) < (what === 'units' ? 0.001 : 0.5);
			return isRight ? [] : [`${name} has ${has} of ${expected} ${what}`];
		});
	};

	const differentEvents = () =>
		new Map(kainic.taken.map(({ event }) => [String(event['event_id']), event]));

	/** An event comes again only if Kainic did not confirm it, or if the run was killed before it could save the confirmation. */
	const sentAgain = (): string[] => {
		const confirmed = new Map<unknown, RunOfHistory>();
		for (const run of history.runs.filter((each) => !each.isKilled && !overran(each)))
			for (const event of passed(run, 'Send Events').filter(isAccepted))
				confirmed.set(event['event_id'], confirmed.get(event['event_id']) ?? run);
		return kainic.sent.flatMap(({ event, run, at }) => {
			const id = event['event_id'];
			const first = confirmed.get(id)?.run;
			if (first === undefined || first === run) return [];
			const isAgain = at >= (first.times.get('Read Open Events') ?? 0);
			return isAgain ? [`${String(id)} came again`] : [];
		});
	};

	const changedEvents = (): string[] => {
		const first = new Map<unknown, string>();
		return kainic.sent.flatMap(({ event }) => {
			const [id, text] = [event['event_id'], JSON.stringify(event)];
			const former = first.get(id) ?? text;
			first.set(id, former);
			return former === text ? [] : [`${String(id)} was ${former}, then ${text}`];
		});
	};

	const untrueEvents = (): string[] =>
		kainic.sent.flatMap(({ event }) => {
			const order = ledger.orders.find(({ id }) => String(id) === event['order_id']);
			const problem = order === undefined ? 'no such order' : untrue(order, event, history);
			return problem === null ? [] : [`${String(event['event_id'])}: ${problem}`];
		});

	const silentFailures = (): string[] =>
		history.runs.flatMap((run) => {
			if (run.ended === null || run.ended.failure !== null) return [];
			const failed = passed(run, 'Send Events').filter(
				(event) => event['id'] !== undefined && event['anon_uid'] !== null && !isAccepted(event),
			);
			const [work] = passed(run, 'Find Missing Events');
			const took = passed(run, 'Save Outcomes').length > 0;
			const lost = took ? [work?.['left_out'] ?? [], work?.['events'] ?? []].flat() : [];
			const told = lost.filter(
				(each) => typeof each === 'string' || Object(each).state === 'no_product',
			);
			const count = failed.length + told.length;
			return count > 0 ? [`a green run with ${count} failures`] : [];
		});

	const odd = (): string[] => {
		const all = rows();
		const of = (name: string) => all.filter((row) => row['event_name'] === name).length;
		return [
			...(of('progress') > 1 ? [`${of('progress')} rows progress`] : []),
			...(of('turn') > 1 ? [`${of('turn')} rows turn`] : []),
			...all.flatMap((row) => (row['state'] === 'posted' ? [`row ${row.id} is still posted`] : [])),
		];
	};

	const promises: Readonly<Record<string, () => string[]>> = {
		'nothing is missing': () => wrongLines('units'),
		'each unit has its price': () => wrongLines('amount'),
		'nothing comes twice': sentAgain,
		'one event ID means one event': changedEvents,
		'each event is true': untrueEvents,
		'a run with failures is red': silentFailures,
		'the data table stays small': odd,
	};

	return {
		isRight: () => wrongLines('units').length + wrongLines('amount').length === 0,
		/** Each promise that was broken, with how. */
		verdict: (): string[] =>
			Object.entries(promises).flatMap(([name, check]) =>
				check()
					.slice(0, 3)
					.map((problem) => `${name}: ${problem}`),
			),
	};
}

const lineOf = ({ order_id: order, item_id: item }: JsonObject) =>
	`${String(order)}:${String(item)}`;

/** What an event says that is not so; null if all of it is true. */
function untrue(order: Order, event: JsonObject, { shop }: History): string | null {
	const line = order.lines.find((each) => lineOf(event) === `${order.id}:${shop.itemOf(each)}`);
	if (line === undefined) return 'no such line';
	if (order.visitor !== event['anon_uid']) return `the visitor is ${String(event['anon_uid'])}`;
	const price = Number(event['price']);
	if (!line.prices.some((each) => Math.abs(each - price) < 0.006)) return `the price is ${price}`;
	if (event['currency'] !== 'EUR') return `the currency is ${String(event['currency'])}`;
	const at = Date.parse(String(event['occurred_at']));
	const isPurchase = event['event_name'] === 'purchase';
	if (isPurchase && at !== order.placedAt) return `it was at ${at}`;
	return Number(event['quantity']) > 0 ? null : 'no units';
}
