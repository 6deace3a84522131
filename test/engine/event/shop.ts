import type { IDataObject } from 'n8n-workflow';
import { credentialFor, openEmulator } from '../emulator';
import { runNode, type NodeOptions } from '../support';

export { codesOf, credentialFor, errorOf, refusal } from '../emulator';

/** An emulator for a test file, emptied before each test. */
export function openShop() {
	const shop = openEmulator();
	const events = () => shop.emulator.world.ledger.events.map(({ event }) => event);
	return Object.assign(shop, {
		/** Runs Kainic Event on items against the emulator; by default the items are the events. */
		send: async (items: IDataObject[], { parameters, ...rest }: Partial<NodeOptions> = {}) =>
			await runNode({
				type: 'kainicEvent',
				items,
				credential: credentialFor(shop.emulator.url),
				onError: 'continueErrorOutput',
				...rest,
				parameters: { trackerId: 'tracker-web', eventSource: 'inputItem', ...parameters },
			}),
		/** Every event that Kainic accepted, in order. */
		events,
		/** Their `anon_uid`. */
		accepted: () => events().map(({ anon_uid }) => anon_uid),
	});
}

/** What the line above the output says about the first of these. */
export const fieldsOfView = 'The first event has: platform, anon_uid, event_name and item_id.';

export function views(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => ({
		platform: 'web',
		anon_uid: `visitor-${index}`,
		event_name: 'view',
		item_id: `p-${index % 10}`,
	}));
}
