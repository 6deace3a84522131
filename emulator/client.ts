import type { Fault, WaitingFault } from './faults/fault';
import type { Settings, SettingsPatch } from './settings';
import type { StateView, ViewSize } from './state/view';
import { isRecord } from './values';

/** Talks to the management API of an emulator in another process. */
export interface ManagementClient {
	/** The last entries of each list: 20 of each, and no products, unless asked otherwise. */
	state(size?: Partial<ViewSize>): Promise<StateView>;
	inject(...faults: Fault[]): Promise<WaitingFault[]>;
	clearFaults(): Promise<void>;
	change(settings: SettingsPatch): Promise<Settings>;
	/** As after the start: nothing received, no faults, the settings of the start. */
	reset(): Promise<void>;
}

/**
 * @param url the emulator's, without a slash at the end
 * @returns a client whose calls fail with an Error that holds the emulator's own words
 */
export function connect(url: string): ManagementClient {
	const call = (method: string, path: string, body?: unknown) =>
		callEmulator(`${url}/_emulator/${path}`, method, body);
	return {
		state: async (size = {}) => expectShape(await call('GET', `state?${queryOf(size)}`), isView),
		inject: async (...faults) => expectShape(await call('POST', 'faults', faults), isWaitingList),
		clearFaults: async () => {
			await call('DELETE', 'faults');
		},
		change: async (patch) => expectShape(await call('PATCH', 'settings', patch), isSettings),
		reset: async () => {
			await call('DELETE', 'state');
		},
	};
}

async function callEmulator(url: string, method: string, body: unknown): Promise<unknown> {
	const response = await fetch(url, {
		method,
		...(body === undefined
			? {}
			: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
	});
	const content: unknown = await response.json();
	if (response.ok) return content;
	throw new Error(isRecord(content) ? String(content['error']) : `HTTP ${response.status}`);
}

function queryOf(size: Partial<ViewSize>): string {
	return new URLSearchParams(
		Object.entries(size).map(([name, count]) => [name, String(count)]),
	).toString();
}

function expectShape<Shape>(value: unknown, hasShape: (value: unknown) => value is Shape): Shape {
	if (hasShape(value)) return value;
	throw new Error('The address does not answer as an emulator of this version');
}

function isView(value: unknown): value is StateView {
	return isRecord(value) && isRecord(value['summary']) && Array.isArray(value['requests']);
}

function isWaitingList(value: unknown): value is WaitingFault[] {
	return Array.isArray(value) && value.every((entry) => isRecord(entry) && 'fault' in entry);
}

function isSettings(value: unknown): value is Settings {
	return isRecord(value) && 'apiKey' in value && 'failureStatus' in value;
}
