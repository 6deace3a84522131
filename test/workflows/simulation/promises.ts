import type { JsonObject } from '../../../tools/n8n/json';
import type { Row } from './data-table';
import type { History, RunOfHistory } from './history';
import type { Order } from './ledger';
import type { Run } from './run';
import { currency } from './shops';

const table = 'Kainic order events';

/** The events of a node of a run, as it passed them on. */
const passed = ({ run }: RunOfHistory, node: string): readonly JsonObject[] =>
	(run.executed.get(node)?.outputs[0] ?? []).map(({ json }) => json);

const isAccepted = (event: JsonObject) =>
	Object(event['kainic'] ?? {})['status'] === 'accepted' && event['error'] === undefined;

/** Milliseconds that a run has for its turn, as docs/examples.md says. */
const turnMs = 15 * 60_000;

/** When a run took its turn, until when it has it, and when it read, sorted and saved the events. */
function turnOf({ run: { executed } }: RunOfHistory) {
	const at = (node: string) => executed.get(node)?.at ?? Infinity;
	const until = at('Find Missing Events') + turnMs;
	const [read, sorted, saved] = [at('Read Open Events'), at('Sort Outcomes'), at('Save Outcomes')];
	return { from: at('Lock Shop'), until, read, sorted, saved };
}

/** What the pages promise about a history, and how it was kept. */
export function judge(history: History) {
	const { ledger } = history;
	const { kainic, tables } = history.n8n;
	const rows = (): readonly Row[] => tables.get(table)?.rows ?? [];
	const isOwn = (run: Run): boolean => history.runs.some((each) => each.run === run);
	/** What this shop sent. */
	const sent = () =>
		kainic.sent.flatMap(({ event, run: sender }) => {
			const run = history.runs.find((each) => each.run === sender);
			return run === undefined ? [] : [{ event, run }];
		});

	/** The lines of which Kainic does not hold what the customers kept, or not at its price. Events with one ID count as one. */
	const wrongLines = (what: 'units' | 'amount'): string[] => {
		const held = new Map<string, { units: number; amount: number }>();
		for (const { event, run } of differentEvents().values()) {
			if (!isOwn(run)) continue;
			const { units, amount } = held.get(lineOf(event)) ?? { units: 0, amount: 0 };
			const count = Number(event['quantity']) * (event['event_name'] === 'purchase' ? 1 : -1);
			const sum = amount + count * Number(event['price']);
			held.set(lineOf(event), { units: units + count, amount: sum });
		}
		const lines = ledger.lines(history.since, history.shop.itemOf);
		return [...lines].flatMap(([name, { line, kept }]) => {
			// Many shops do not know what was bought, if it was deleted before it was read.
			if (line.isGone && !history.shop.namesDeleted && !held.has(name)) return [];
			const has = held.get(name)?.[what] ?? 0;
			const expected = what === 'units' ? kept : kept * (line.prices.at(-1) ?? 0);
			const isRight = Math.abs(has - expected) < (what === 'units' ? 0.001 : 0.5);
			return isRight ? [] : [`${name} has ${has} of ${expected} ${what}`];
		});
	};

	const differentEvents = () =>
		new Map(kainic.taken.map((taken) => [String(taken.event['event_id']), taken]));

	/**
	 * A run sends an event once. Another run sends it again only if it failed in each earlier run that had given up its
	 * turn, or if the turn of the earlier run was over before it had saved the outcome: it was killed, or it still runs.
	 */
	const sentAgain = (): string[] => [...sentByOthers(), ...history.runs.flatMap(sentTwiceBy)];

	const sentTwiceBy = (run: RunOfHistory): string[] => {
		// An event without a visitor is passed on and not sent.
		const events = passed(run, 'Send Events').filter((event) => event['anon_uid'] !== null);
		const ids = events.map((event) => event['event_id']).filter((id) => id !== undefined);
		const again = ids.filter((id, index) => ids.indexOf(id) !== index);
		return again.map((id) => `${String(id)} came twice in one run`);
	};

	const sentByOthers = (): string[] => {
		const senders = new Map<unknown, RunOfHistory[]>();
		return sent().flatMap(({ event: { event_id: id }, run }) => {
			const earlier = senders.get(id) ?? [];
			if (earlier.includes(run)) return [];
			senders.set(id, [...earlier, run]);
			return earlier.every((each) => mayFollow(run, each, id)) ? [] : [`${String(id)} came again`];
		});
	};

	const mayFollow = (run: RunOfHistory, earlier: RunOfHistory, id: unknown): boolean => {
		const [turn, before] = [turnOf(run), turnOf(earlier)];
		const isFailed = (event: JsonObject) => event['event_id'] === id && !isAccepted(event);
		if (passed(earlier, 'Send Events').some(isFailed))
			return turn.from >= Math.min(before.until, before.sorted);
		const isLate = turn.from >= before.until && turn.read < before.saved;
		return isLate && (earlier.isKilled || before.saved < Infinity);
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
		sent().flatMap(({ event }) => {
			const order = ledger.orders.find(({ id }) => String(id) === event['order_id']);
			const problem = order === undefined ? 'no such order' : untrue(order, event, history);
			return problem === null ? [] : [`${String(event['event_id'])}: ${problem}`];
		});

	const silentFailures = (): string[] =>
		history.runs.flatMap((run) => {
			if (!run.hasEnded || run.run.failure !== null) return [];
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
		const shops = (name: string) =>
			all.filter((row) => row['event_name'] === name).map((row) => row['shop']);
		const again = (name: string) =>
			shops(name).filter((shop, index, named) => named.indexOf(shop) < index);
		return [
			...['progress', 'turn'].flatMap((name) =>
				again(name).map((shop) => `${String(shop)} has several rows ${name}`),
			),
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
	if (![...line.shown].some((each) => Math.abs(each - price) < 0.0001))
		return `the price is ${price}`;
	if (event['currency'] !== currency) return `the currency is ${String(event['currency'])}`;
	const date = String(event['occurred_at']);
	if (!/(Z|[+-]\d\d:\d\d)$/.test(date)) return `the time has no zone: ${date}`;
	const at = Date.parse(date);
	const isPurchase = event['event_name'] === 'purchase';
	if (isPurchase && at !== order.placedAt) return `it was at ${at}`;
	return Number(event['quantity']) > 0 ? null : 'no units';
}
