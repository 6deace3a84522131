import { nodeCases, titledCases, type NamedCase } from '../cases';
import { logPosition, logsSince, turns, type NodeResult } from '../engine/support';
import { cancelStages, type CancelStage } from './support/cancel-stages';
import { countLeaks, sentinelKeys } from './support/leaks';
import { startRawServer } from './support/raw-server';
import { modesFor, openBed, parametersFor, type ErrorMode } from './support/strike';

const bed = openBed(sentinelKeys[1]);

// The first request of a process takes long, which has nothing to do with cancelling.
beforeAll(async () => {
	for (const node of nodeCases.slice(0, 1))
		await bed.run(node, bed.emulator.url, { parameters: node.parameters });
});

interface Canceled {
	readonly result: NodeResult;
	requests(): number;
}

async function cancel(node: NamedCase, stage: CancelStage, mode: ErrorMode): Promise<Canceled> {
	const parameters = parametersFor(node, { timeout: 20 });
	const run = async (url: string, requests: () => number): Promise<Canceled> => {
		const begin = logPosition();
		const isLogged = ({ logs = '' }: CancelStage) => logsSince(begin).join('\n').includes(logs);
		const cancelWhen = async () => {
			while (requests() < stage.requests || !isLogged(stage)) await turns(1);
			await turns();
		};
		const result = await bed.run(node, url, { onError: mode, parameters, cancelWhen });
		await turns();
		return { result, requests };
	};
	if ('wire' in stage.during) {
		const server = await startRawServer(stage.during.wire);
		const canceled = await run(server.url, server.requests);
		await server.close();
		return canceled;
	}
	bed.emulator.inject(stage.during.fault);
	const { ledger } = bed.emulator.world;
	return await run(bed.emulator.url, () => ledger.requests.length);
}

describe.each(titledCases)('%s', (_, node) => {
	test.each(cancelStages.map((stage, index) => [stage.name, stage, index] as const))(
		'ends within a second when cancelled while %s',
		async (_name, stage, index) => {
			for (const mode of modesFor(index + nodeCases.indexOf(node))) {
				const { result, requests } = await cancel(node, stage, mode);
				expect(result.record.status).toBe('canceled');
				expect(result.record.millisecondsAfterCancel).toBeLessThan(1000);
				expect(requests()).toBe(stage.requests);
				expect(countLeaks(JSON.stringify([result.stored, result.logs]))).toBe(0);
			}
		},
	);
});
