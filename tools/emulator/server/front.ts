import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import { actBefore } from '../faults/strike';
import { messageOf } from '../values';
import type { World } from '../world';
import { platformPage } from './answer';
import { readArrival } from './arrival';
import { announcedLength, watchSize } from './body';
import type { Exchange } from './exchange';
import type { Router } from './routes';
import { send, sendAhead } from './send';

/** What stands before the function on the host: the platform's limits, and the faults. */
export class Front {
	private readonly exchanges = new WeakMap<object, Exchange>();

	constructor(
		private readonly world: World,
		private readonly route: Router,
	) {}

	find = (request: object): Exchange | undefined => this.exchanges.get(request);

	/** Takes one request, and hands it to the framework unless a fault or a limit forbids. */
	async take(
		request: IncomingMessage,
		response: ServerResponse,
		handle: RequestListener,
	): Promise<void> {
		const exchange = this.begin(request, response);
		const goesOn = exchange.action === undefined || (await actBefore(exchange, exchange.action));
		if (goesOn && fitsThePlatform(exchange)) handle(request, response);
	}

	/** Answers what the framework could not read as its host does, without a stack trace. */
	refuseUnreadable(request: object, thrown: unknown): void {
		const exchange = this.find(request);
		if (exchange === undefined) return;
		const reason = `unreadable: ${messageOf(thrown)}`;
		exchange.ledger.settle(exchange.record, { type: 'not_processed', reason });
		send(exchange, platformPage(400, 'Bad Request', 'Your client has issued a malformed request.'));
	}

	private begin(request: IncomingMessage, response: ServerResponse): Exchange {
		const { arrival, apiKey } = readArrival(request, this.route, Date.now());
		const { ledger } = this.world;
		const record = ledger.begin(arrival);
		response.once('close', () => ledger.end(record, Date.now()));
		const action = this.world.faults.take(arrival.endpoint);
		record.fault = action?.kind ?? null;
		const exchange = { request, response, world: this.world, ledger, record, apiKey, action };
		this.exchanges.set(request, exchange);
		return exchange;
	}
}

function fitsThePlatform(exchange: Exchange): boolean {
	const { request, world } = exchange;
	const { maxRequestBytes } = world.settings;
	if ((announcedLength(request) ?? 0) > maxRequestBytes) {
		refuseTooLarge(exchange);
		return false;
	}
	watchSize(request, maxRequestBytes, () => refuseTooLarge(exchange));
	return true;
}

function refuseTooLarge(exchange: Exchange): void {
	const reason = 'larger than the platform takes';
	exchange.ledger.settle(exchange.record, { type: 'not_processed', reason });
	const text = 'Your client issued a request that was too large.';
	void sendAhead(exchange, platformPage(413, 'Request Entity Too Large', text));
}
