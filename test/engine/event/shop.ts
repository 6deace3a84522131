import type { IDataObject } from 'n8n-workflow';
import type { Emulator, EmulatorOptions } from '../../../emulator';
import { credentialFor, openEmulator } from '../emulator';
import { runNode, type NodeOptions, type NodeResult } from '../support';

export { codesOf, credentialFor, errorOf, refusal } from '../emulator';

export interface Shop {
	readonly emulator: Emulator;
	/** Runs Kainic Event on items against the emulator; by default the items are the events. */
	send(items: IDataObject[], options?: Partial<NodeOptions>): Promise<NodeResult>;
	/** Every event that Kainic accepted, in order. */
	events(): unknown[];
	/** Their `anon_uid`. */
	accepted(): unknown[];
	/** Requests that reached Kainic. */
	requests(): number;
}

/** An emulator for a test file, emptied before each test. */
export function openShop(options: EmulatorOptions = {}): Shop {
	const opened = openEmulator(options);
	return {
		get emulator() {
			return opened.emulator;
		},
		send: async (items, { parameters, ...rest } = {}) =>
			await runNode({
				type: 'kainicEvent',
				items,
				credential: credentialFor(opened.emulator.url),
				onError: 'continueErrorOutput',
				...rest,
				parameters: { trackerId: 'tracker-web', eventSource: 'inputItem', ...parameters },
			}),
		events: () => opened.emulator.world.ledger.events.map(({ event }) => event),
		accepted: () => opened.emulator.world.ledger.events.map(({ event }) => event.anon_uid),
		requests: () => opened.emulator.world.ledger.requests.length,
	};
}

export function views(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => ({
		platform: 'web',
		anon_uid: `visitor-${index}`,
		event_name: 'view',
		item_id: `p-${index % 10}`,
	}));
}
