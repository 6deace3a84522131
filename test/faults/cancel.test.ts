import type { NodeResult } from '../engine/support';
import { cancelStages, type CancelStage } from './support/cancel-stages';
import { nodeNames, type NodeName } from './support/fault-case';
import { countLeaks, sentinelKeys } from './support/leaks';
import { nodeCases } from './support/node-case';
import { startRawServer } from './support/raw-server';
import { errorModes, openBed, parametersFor, type ErrorMode } from './support/strike';

const bed = openBed(sentinelKeys[1]);

/** Milliseconds after the last request has come in until the stage is surely reached. */
const meanwhile = 150;

// The first request of a process takes long, which has nothing to do with cancelling.
beforeAll(async () => {
	const { event } = nodeCases;
	await bed.run(event, bed.emulator.url, { parameters: event.parameters });
});

const wait = async (milliseconds: number) =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Canceled {
	readonly result: NodeResult;
	requests(): number;
}

async function cancel(name: NodeName, stage: CancelStage, mode: ErrorMode): Promise<Canceled> {
	const node = nodeCases[name];
	const parameters = parametersFor(node, { timeout: 20 });
	const run = async (url: string, requests: () => number): Promise<Canceled> => {
		const cancelWhen = async () => {
			while (requests() < stage.requests) await wait(5);
			await wait(meanwhile);
		};
		const result = await bed.run(node, url, { onError: mode, parameters, cancelWhen });
		return { result, requests };
	};
	if ('wire' in stage.during) {
		const server = await startRawServer(stage.during.wire);
		const canceled = await run(server.url, server.requests);
		await wait(50);
		await server.close();
		return canceled;
	}
	bed.emulator.inject(stage.during.fault);
	const { ledger } = bed.emulator.world;
	return await run(bed.emulator.url, () => ledger.requests.length);
}

describe.each(nodeNames)('Kainic %s', (name) => {
	describe.each(errorModes)('with %s', (mode) => {
		test.each(cancelStages.map((stage) => [stage.name, stage] as const))(
			'ends within a second when cancelled while %s',
			async (_, stage) => {
				const { result, requests } = await cancel(name, stage, mode);
				const took = result.record.millisecondsAfterCancel;
				expect(result.record.status).toBe('canceled');
				expect(took).toBeLessThan(1000);
				expect(requests()).toBe(stage.requests);
				await wait(50);
				expect(requests()).toBe(stage.requests);
				expect(countLeaks(JSON.stringify([result.stored, result.logs]))).toBe(0);
			},
		);
	});
});
