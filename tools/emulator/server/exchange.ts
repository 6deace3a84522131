import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Fault } from '../faults/fault';
import type { Ledger } from '../state/ledger';
import type { RequestRecord } from '../state/records';
import type { World } from '../world';

/** One request on its way through the emulator. */
export interface Exchange {
	request: IncomingMessage;
	response: ServerResponse;
	world: World;
	/** The world's ledger when the request came. After a reset the world has another. */
	ledger: Ledger;
	record: RequestRecord;
	apiKey: string | undefined;
	/** The fault that took the request. */
	action: Fault | undefined;
}

/** Waits, but not longer than the client does. */
export function wait(exchange: Exchange, milliseconds: number): Promise<void> {
	const { response } = exchange;
	return new Promise((resolve) => {
		if (response.destroyed) return resolve();
		const finish = () => {
			clearTimeout(timer);
			response.off('close', finish);
			resolve();
		};
		const timer = setTimeout(finish, milliseconds);
		response.once('close', finish);
	});
}

/** Breaks the connection so that the client sees a reset. */
export function reset(exchange: Exchange): void {
	exchange.request.socket.resetAndDestroy();
}
