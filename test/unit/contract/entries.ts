import type { Check, Entry } from '../../../contract/core/model';

export const check: Check = {
	account: {
		projectId: 'p',
		trackerId: 't',
		modelId: 'm',
		experimentId: null,
		storeId: 's',
		origin: null,
	},
	mark: 'mark',
	hasExperimentKey: false,
	allowEvents: true,
	limits: false,
	withIds: false,
	refusedKey: 'Invalid API key',
	batchArrived: null,
};

/** An answer to a probe: a failure with this message, or a success. */
export function entry(
	probe: string,
	message: string | null,
	status = message === null ? 200 : 400,
): Entry {
	const envelope = message === null ? { status: 'success', data: {} } : { status: 'fail', message };
	return {
		probe,
		attempts: 1,
		outcome: { kind: 'answer', status, body: JSON.stringify(envelope), retryAfter: null },
	};
}
