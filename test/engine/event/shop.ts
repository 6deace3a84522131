import type { IDataObject } from 'n8n-workflow';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../../emulator';
import { runNode, type NodeOptions, type NodeResult } from '../support';

export const apiKey = 'kainic-demo-key';

export interface Shop {
	readonly emulator: Emulator;
	/** Runs Kainic Event on items against the emulator; by default the items are the events. */
	send(items: IDataObject[], options?: Partial<NodeOptions>): Promise<NodeResult>;
	/** `anon_uid` of every event that Kainic accepted, in order. */
	accepted(): unknown[];
	/** Requests that reached Kainic. */
	requests(): number;
}

/** An emulator for a test file, emptied before each test. */
export function openShop(options: EmulatorOptions = {}): Shop {
	let emulator: Emulator;
	beforeAll(async () => {
		emulator = await startEmulator(options);
	});
	beforeEach(() => emulator.reset());
	afterAll(async () => await emulator.close());
	return {
		get emulator() {
			return emulator;
		},
		send: async (items, { parameters, ...rest } = {}) =>
			await runNode({
				type: 'kainicEvent',
				items,
				credential: credentialFor(emulator.url),
				onError: 'continueErrorOutput',
				...rest,
				parameters: { trackerId: 'tracker-web', eventSource: 'inputItem', ...parameters },
			}),
		accepted: () => emulator.world.ledger.events.map(({ event }) => event.anon_uid),
		requests: () => emulator.world.ledger.requests.length,
	};
}

export function credentialFor(baseUrl: string, key = apiKey) {
	return { apiKey: key, projectId: 'demo-project', keyType: 'project', baseUrl };
}

export function views(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => ({
		platform: 'web',
		anon_uid: `visitor-${index}`,
		event_name: 'view',
		item_id: `p-${index % 10}`,
	}));
}

/** `json.error` of an item that failed. */
export function errorOf(item: { json: IDataObject } | undefined): IDataObject {
	const error = item?.json.error;
	return typeof error === 'object' &&
		error !== null &&
		!Array.isArray(error) &&
		!(error instanceof Date)
		? { ...error }
		: {};
}

export function codesOf(items: ReadonlyArray<{ json: IDataObject }>): unknown[] {
	return items.map((item) => errorOf(item).code);
}
