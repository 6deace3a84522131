import type { Fault } from '../../../tools/emulator';
import type { Wire } from './raw-server';

/** What an execution is doing when it is cancelled. */
export interface CancelStage {
	readonly name: string;
	readonly during: { readonly fault: Fault } | { readonly wire: Wire };
	/** Requests that were begun until then. */
	readonly requests: number;
	/** What n8n's log says once it is reached. */
	readonly logs?: string;
}

const wire = (text: string, stopsReading = false) => ({
	wire: { text, staysOpen: true, stopsReading },
});

export const cancelStages: readonly CancelStage[] = [
	{ name: 'waiting for an answer', during: { fault: { kind: 'hang' } }, requests: 1 },
	{
		name: 'waiting for an answer to what was taken',
		during: { fault: { kind: 'hang', processed: true } },
		requests: 1,
	},
	{ name: 'reading an answer', during: { fault: { kind: 'trickle' } }, requests: 1 },
	{ name: 'sending to a server that does not read', during: wire('', true), requests: 1 },
	{
		name: 'reading an answer that got stuck',
		during: wire('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{'),
		requests: 1,
	},
	{
		name: 'waiting to try again, as asked',
		during: {
			fault: { kind: 'answer', status: 503, headers: { 'retry-after': '9' }, count: 'always' },
		},
		requests: 1,
		logs: 'attempt 1 failed',
	},
	{
		name: 'busy with the second request',
		during: { fault: { kind: 'hang', after: 1 } },
		requests: 2,
	},
];
