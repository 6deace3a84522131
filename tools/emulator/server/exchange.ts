import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';

import type { Fault } from '../faults/fault';
import type { Ledger } from '../state/ledger';
import type { RequestRecord } from '../state/records';
import type { World } from '../world';

/** One request on its way through the emulator. */
export interface Exchange {
	request: IncomingMessage;
	response: ServerResponse;
	/** Aborted when the response or the connection ends. */
	signal: AbortSignal;
	world: World;
	/** The world's ledger when the request came. After a reset the world has another. */
	ledger: Ledger;
	record: RequestRecord;
	apiKey: string | undefined;
	/** The fault that took the request. */
	action: Fault | undefined;
}

/** Waits, but not longer than the client does. */
export async function wait({ signal }: Exchange, milliseconds: number): Promise<void> {
	await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
}

/** Breaks the connection so that the client sees a reset. */
export function reset(exchange: Exchange): void {
	exchange.request.socket.resetAndDestroy();
}
