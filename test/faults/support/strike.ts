import type { INodeParameters } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../../../tools/emulator';
import type { NamedCase, NodeCase, Taken } from '../../cases';
import { runNode, type NodeOptions, type NodeResult } from '../../engine/support';
import { isNightly } from '../../nightly';
import type { FaultCase } from './fault-case';
import { startRawServer } from './raw-server';

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

export interface Bed {
	readonly emulator: Emulator;
	readonly apiKey: string;
	strike(node: NamedCase, fault: FaultCase, mode: ErrorMode, pattern: Pattern): Promise<Struck>;
	run(node: NamedCase, url: string, options: Partial<NodeOptions>): Promise<NodeResult>;
}

/** An emulator for a test file, which knows what was really taken; `apiKey` is its only key. */
export function openBed(apiKey: string): Bed {
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
	const bed: Bed = {
		get emulator() {
			return emulator;
		},
		apiKey,
		strike: async (node, fault, mode, pattern) => {
			emulator.reset();
			const asked = { onError: mode, parameters: parametersFor(node, fault) };
			const { strike } = fault;
			if (strike.kind === 'address') {
				const address = await strike.open();
				try {
					return untaken(await bed.run(node, address.url, asked), 0);
				} finally {
					await address.close?.();
				}
			}
			if (strike.kind === 'wire') {
				const server = await startRawServer(strike.wire);
				const result = await bed.run(node, server.url, asked);
				await server.close();
				const requests = server.requests();
				return strike.takesAll ? allTaken(result, node, requests) : untaken(result, requests);
			}
			const action = typeof strike.fault === 'function' ? strike.fault(emulator.url) : strike.fault;
			emulator.inject({ ...action, count: pattern === 'once' ? 1 : 'always' });
			return fromEmulator(await bed.run(node, emulator.url, asked), node, emulator);
		},
		run: async (node, baseUrl, options) =>
			await runNode({
				type: node.type,
				items: [...node.items],
				credential: { apiKey, projectId: 'demo-project', keyType: node.keyType, baseUrl },
				...options,
			}),
	};
	return bed;
}

export function parametersFor(
	node: NodeCase,
	{ timeout = 10 }: { readonly timeout?: number },
): INodeParameters {
	const tries = { maxAttempts: 2, timeout, timeBudget: 20 };
	return { ...node.parameters, options: { ...node.options, ...tries } };
}

function untaken(result: NodeResult, requests: number): Struck {
	return { result, requests, taken: [], confirmed: new Set() };
}

function allTaken(result: NodeResult, node: NodeCase, requests: number): Struck {
	const taken = node.jobs.flatMap((items, job) =>
		items.map((item) => ({ item, request: job + 1 })),
	);
	return { result, requests, taken, confirmed: new Set([1, 2]) };
}

function fromEmulator(result: NodeResult, node: NodeCase, emulator: Emulator): Struck {
	const { requests } = emulator.world.ledger;
	const confirmed = requests.filter(
		({ fault, outcome }) => fault === null && outcome.type === 'accepted',
	);
	return {
		result,
		requests: requests.length,
		taken: node.taken(emulator),
		confirmed: new Set(confirmed.map(({ number }) => number)),
	};
}
