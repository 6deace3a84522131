import type { Fault } from '../../tools/emulator';
import { nodeCases, titledCases, type NamedCase } from '../support/node-cases';
import { logs, turns } from '../support/engine';
import { countLeaks, sentinelKeys } from './support/leaks';
import { startRawServer, type Wire } from './support/raw-server';
import { modesFor, openBed, parametersFor, type ErrorMode } from './support/strike';

const bed = openBed(sentinelKeys[1]);

/** What an execution is doing when it is cancelled: requests that were begun until then, and what n8n's log says. */
type Stage = readonly [name: string, during: Fault | Wire, requests: number, log?: string];

const halfAnswer = 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{';
const headers = { 'retry-after': '9' };
const busy = { kind: 'answer', status: 503, headers, count: 'always' } as const;

const stages: readonly Stage[] = [
	['waiting for an answer to what was taken', { kind: 'hang', processed: true }, 1],
	['reading an answer', { kind: 'trickle' }, 1],
	['sending to a server that does not read', { text: '', staysOpen: true, stopsReading: true }, 1],
	['reading an answer that got stuck', { text: halfAnswer, staysOpen: true }, 1],
	['waiting to try again, as asked', busy, 1, 'attempt 1 failed'],
	['busy with the second request', { kind: 'hang', after: 1 }, 2],
];

// The first request of a process takes long, which has nothing to do with cancelling.
beforeAll(async () => {
	for (const node of nodeCases.slice(0, 1))
		await bed.run(node, bed.emulator.url, { parameters: node.parameters });
});

async function cancel(node: NamedCase, [, during, begun, log = '']: Stage, mode: ErrorMode) {
	const parameters = parametersFor(node, { timeout: 20 });
	const run = async (url: string, requests: () => number) => {
		const begin = logs.length;
		const isLogged = () => logs.slice(begin).join('\n').includes(log);
		const cancelWhen = async () => {
			while (requests() < begun || !isLogged()) await turns(1);
			await turns();
		};
		const result = await bed.run(node, url, { onError: mode, parameters, cancelWhen });
		await turns();
		return { result, requests: requests() };
	};
	if ('text' in during) {
		const server = await startRawServer(during);
		const canceled = await run(server.url, server.requests);
		await server.close();
		return canceled;
	}
	bed.emulator.inject(during);
	const { ledger } = bed.emulator.world;
	return await run(bed.emulator.url, () => ledger.requests.length);
}

describe.each(titledCases)('%s', (_, node) => {
	test.each(stages.map((stage, index) => [stage[0], stage, index] as const))(
		'ends within a second when cancelled while %s',
		async (_name, stage, index) => {
			for (const mode of modesFor(index + nodeCases.indexOf(node))) {
				const { result, requests } = await cancel(node, stage, mode);
				expect(result.record.status).toBe('canceled');
				expect(result.record.millisecondsAfterCancel).toBeLessThan(1000);
				expect(requests).toBe(stage[2]);
				expect(countLeaks(result.record.seen)).toBe(0);
			}
		},
	);
});
