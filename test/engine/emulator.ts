import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../tools/emulator';

export const apiKey = 'kainic-demo-key';

export interface OpenEmulator {
	readonly emulator: Emulator;
	/** Requests that reached it. */
	requests(): number;
}

/** An emulator for a test file, emptied before each test. */
export function openEmulator(options: EmulatorOptions = {}): OpenEmulator {
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
		requests: () => emulator.world.ledger.requests.length,
	};
}

export function credentialFor(baseUrl: string, key = apiKey): ICredentialDataDecryptedObject {
	return { apiKey: key, projectId: 'demo-project', keyType: 'project', baseUrl };
}

/** Kainic's answer that something is wrong. */
export function refusal(message = 'Something is wrong', status = 400) {
	const body = JSON.stringify({ status: 'fail', message });
	return { kind: 'answer', status, body } as const;
}

/** `json.error` of an item that failed; empty if it did not. */
export function errorOf(item: { json: IDataObject } | undefined): IDataObject {
	return Object(item?.json.error);
}

export function codesOf(items: ReadonlyArray<{ json: IDataObject }>): unknown[] {
	return items.map((item) => errorOf(item).code);
}
