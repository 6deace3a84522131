/** What a shop knows of its orders: the truth that Kainic has to hear. */

export interface Line {
	readonly id: number;
	readonly product: number;
	/** All prices of a unit that the line had. The last one counts. */
	readonly prices: number[];
	/** The prices of a unit as the shop has shown them, with the quantity that the line had then. */
	readonly shown: Set<number>;
	/** Units that the customer ordered, after edits. */
	ordered: number;
	/** The most units that were ever ordered. */
	peak: number;
	/** Units that were refunded. */
	back: number;
	isRemoved: boolean;
	/** Its product was deleted. */
	isGone: boolean;
}

/** `waiting` says nothing about what was paid before. */
export type Status = 'paid' | 'waiting' | 'cancelled' | 'trashed';

export const visitors = ['visitor-1', 'visitor-broken', 'visitor-refused', null] as const;

/** An order of the broken visitor fails in Kainic each time; of the refused visitor, Kainic refuses the data. */
export type Visitor = (typeof visitors)[number];

export interface Order {
	readonly id: number;
	readonly lines: Line[];
	readonly refunds: Array<{ readonly id: number; readonly line: Line; readonly units: number }>;
	readonly placedAt: number;
	visitor: Visitor;
	status: Status;
	/** On the clock of the shop, in whole seconds. */
	changedAt: number;
	hasDate: boolean;
	/** A refund that the shop names and does not return. */
	hasLostRefund: boolean;
}

/** A change of an order, which becomes visible `late` seconds after the time that the shop gives it. */
export type Act =
	| { do: 'order'; visitor: Visitor; status: Status; units: readonly number[]; late: number }
	| { do: 'edit'; order: number; line: number; units: number; late: number }
	| { do: 'add line'; order: number; units: number; late: number }
	| { do: 'remove line'; order: number; line: number; late: number }
	| { do: 'refund'; order: number; line: number; units: number; late: number }
	| { do: 'status'; order: number; status: Status; late: number }
	| { do: 'visitor'; order: number; late: number }
	| { do: 'reprice'; order: number; line: number; late: number }
	| { do: 'delete product'; order: number; line: number; late: number }
	| { do: 'lose date'; order: number; late: number }
	| { do: 'lose refund'; order: number; late: number };

export class Ledger {
	readonly orders: Order[] = [];
	private ids = 100;

	constructor(
		/** Milliseconds that the clock of the shop is ahead. */
		private readonly offset: number,
		/** How many orders may change in one second. */
		private readonly sameSecond: number,
		private readonly publish: (order: Order) => void,
	) {}

	/** Places an order that is so many days old. */
	placeOld(units: readonly number[], days: number): void {
		const order = this.newOrder('visitor-1', 'paid', units, days * 86_400);
		order.changedAt = order.placedAt;
		this.publish(order);
	}

	/** Makes or changes an order. The newest order has the number 0. What makes no sense is left out. */
	act(act: Act): void {
		if (act.do === 'order') {
			this.touch(this.newOrder(act.visitor, act.status, act.units, act.late), act.late);
			return;
		}
		const order = this.orders.at(-1 - (act.order % Math.max(1, this.orders.length)));
		if (order !== undefined && this.change(order, act)) this.touch(order, act.late);
	}

	private newOrder(
		visitor: Visitor,
		status: Status,
		units: readonly number[],
		late: number,
	): Order {
		const date = Date.now() + this.offset - late * 1_000;
		this.ids += 1;
		const order: Order = {
			...{ id: this.ids, visitor, status, refunds: [], changedAt: 0 },
			lines: units.map((count) => this.newLine(count)),
			...{ placedAt: Math.floor(date / 1_000) * 1_000, hasDate: true, hasLostRefund: false },
		};
		this.orders.push(order);
		return order;
	}

	private newLine(units: number): Line {
		this.ids += 1;
		const id = this.ids;
		const prices = [5 + (id % 7) * 1.155];
		const counts = { ordered: units, peak: units, back: 0, isRemoved: false, isGone: false };
		return { id, product: 7_000 + id, prices, shown: new Set(), ...counts };
	}

	private change(order: Order, act: Exclude<Act, { do: 'order' }>): boolean {
		const line = 'line' in act ? order.lines[act.line % order.lines.length] : undefined;
		switch (act.do) {
			case 'edit':
				if (line === undefined || line.ordered + act.units < line.back) return false;
				line.ordered += act.units;
				line.peak = Math.max(line.peak, line.ordered);
				return true;
			case 'add line':
				order.lines.push(this.newLine(act.units));
				return true;
			case 'remove line':
				if (line !== undefined) line.isRemoved = true;
				return true;
			case 'refund': {
				if (line === undefined || line.isRemoved || line.back + act.units > line.ordered)
					return false;
				this.ids += 1;
				line.back += act.units;
				order.refunds.push({ id: this.ids, line, units: act.units });
				return true;
			}
			case 'status':
				order.status = act.status;
				return true;
			case 'visitor':
				order.visitor ??= 'visitor-1';
				return true;
			case 'reprice':
				line?.prices.push(20 + line.prices.length);
				return true;
			case 'delete product':
				if (line !== undefined) line.isGone = true;
				return true;
			case 'lose date':
				order.hasDate = false;
				return true;
			case 'lose refund':
				order.hasLostRefund = true;
				return true;
		}
	}

	/** Gives an order the time of a change. Too many orders never change in one second. */
	private touch(order: Order, late: number): void {
		const now = Math.floor((Date.now() + this.offset) / 1_000) * 1_000;
		let date = Math.max(now - late * 1_000, order.changedAt);
		const isFull = (second: number) =>
			this.orders.filter((each) => each !== order && each.changedAt === second).length >=
			this.sameSecond;
		while (isFull(date)) date += 1_000;
		order.changedAt = date;
		this.publish(order);
	}

	/** Decides what is undecided, so that the units of each line are certain. */
	settle(): void {
		for (const order of this.orders) {
			const isOpen = order.status === 'waiting';
			if (!isOpen && order.hasDate && !order.hasLostRefund) continue;
			if (isOpen) order.status = order.id % 2 === 0 ? 'paid' : 'cancelled';
			Object.assign(order, { hasDate: true, hasLostRefund: false });
			this.touch(order, 0);
		}
	}

	/** The lines of the orders since a time, by `order:product`, with the units that were paid for and kept. */
	lines(since: number, itemOf: (line: Line) => number) {
		return new Map(
			this.orders.flatMap((order) =>
				order.lines.map((line) => {
					const { visitor, placedAt, status } = order;
					const isHeard = visitor === 'visitor-1' && placedAt >= since;
					const isKept = isHeard && status === 'paid' && !line.isRemoved;
					const kept = isKept ? line.ordered - line.back : 0;
					return [`${order.id}:${itemOf(line)}`, { order, line, kept }] as const;
				}),
			),
		);
	}
}
