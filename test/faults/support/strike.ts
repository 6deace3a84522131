import type { INodeParameters } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../../../tools/emulator';
import type { NamedCase, NodeCase, Taken } from '../../support/node-cases';
import { runNode, type NodeOptions, type NodeResult } from '../../support/engine';
import { isNightly } from '../../support/nightly';
import type { FaultCase } from './fault-case';

export const errorModes = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

export type ErrorMode = (typeof errorModes)[number];

/** All modes at night; by day one of them, another one for the next number. */
export function modesFor(number: number): readonly ErrorMode[] {
	if (isNightly) return errorModes;
	return errorModes.filter((_, index) => index === number % errorModes.length);
}

/** Whether the fault strikes every request, or the first one alone. */
export type Pattern = 'always' | 'once';

export interface Struck {
	readonly result: NodeResult;
	/** Requests that got to the server. */
	readonly requests: number;
	readonly taken: readonly Taken[];
	/** Numbers of the requests whose answer was the emulator's own, so that it confirmed them. */
	readonly confirmed: ReadonlySet<number>;
}

/** An emulator for a test file, which knows what was really taken; `apiKey` is its only key. */
export function openBed(apiKey: string) {
	let emulator: Emulator;
	beforeAll(async () => {
		// Without it every retry would wait for up to half a second of backoff.
		jest.spyOn(Math, 'random').mockReturnValue(0);
		emulator = await startEmulator({ apiKey, experimentApiKey: apiKey });
	});
	beforeEach(() => emulator.reset());
	afterAll(async () => {
		jest.restoreAllMocks();
		await emulator.close();
	});
	const run = async (node: NamedCase, baseUrl: string, options: Partial<NodeOptions>) =>
		await runNode({
			type: node.type,
			items: [...node.items],
			credential: { apiKey, projectId: 'demo-project', keyType: node.keyType, baseUrl },
			...options,
		});
	const strike = async (
		node: NamedCase,
		fault: FaultCase,
		onError: ErrorMode,
		pattern: Pattern,
	): Promise<Struck> => {
		emulator.reset();
		const asked = { onError, parameters: parametersFor(node, fault) };
		if (fault.strike.kind === 'server') {
			const { url, requests, close } = await fault.strike.open();
			const result = await run(node, url, asked);
			await close?.();
			const takenJobs = fault.strike.takesAll ? node.jobs : [];
			const taken = takenJobs.flatMap((items, job): Taken[] =>
				items.map((item) => ({ item, request: job + 1 })),
			);
			const confirmed = new Set(taken.map(({ request }) => request));
			return { result, requests: requests?.() ?? 0, taken, confirmed };
		}
		emulator.inject({ ...fault.strike.fault, count: pattern === 'once' ? 1 : 'always' });
		const result = await run(node, emulator.url, asked);
		const { requests } = emulator.world.ledger;
		const confirmed = requests
			.filter((each) => each.fault === null && each.outcome.type === 'accepted')
			.map(({ number }) => number);
		const taken = node.taken(emulator);
		return { result, requests: requests.length, taken, confirmed: new Set(confirmed) };
	};
	return {
		get emulator() {
			return emulator;
		},
		strike,
		run,
	};
}

export function parametersFor(
	node: NodeCase,
	{ timeout = 10 }: { readonly timeout?: number },
): INodeParameters {
	const tries = { maxAttempts: 2, timeout };
	return { ...node.parameters, options: { ...node.options, ...tries } };
}
