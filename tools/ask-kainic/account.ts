import { checkBaseUrl } from '../../nodes/shared/kainic/connection';
import { messageOf, SetupError } from '../n8n/setup-error';

/** The account that is asked. What is null is unknown, and questions that need it are not asked. */
export type Account = ReturnType<typeof readAccount>;

/** Reads the account from the environment. Throws a SetupError that repeats no value. */
export function readAccount(env: NodeJS.ProcessEnv, address?: string) {
	// Node.js would print the key, or send it to whoever answers.
	if (env['NODE_DEBUG'] || env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
		throw new SetupError('Unset NODE_DEBUG and NODE_TLS_REJECT_UNAUTHORIZED: they expose the key.');
	const given = (name: string) => env[`KAINIC_${name}`]?.trim() || null;
	const keys = { project: given('API_KEY'), experiment: given('EXPERIMENT_API_KEY') };
	const ids = {
		projectId: given('PROJECT_ID'),
		trackerId: given('TRACKER_ID'),
		modelId: given('MODEL_ID'),
		experimentId: given('EXPERIMENT_ID'),
	};
	if (keys.project === null || ids.projectId === null)
		throw new SetupError('Set KAINIC_API_KEY and KAINIC_PROJECT_ID.');
	const others = [address, ...Object.values(ids)].flatMap((text) => text ?? []);
	for (const key of Object.values(keys).flatMap((each) => each ?? [])) {
		// A shorter one is in many texts by chance.
		if (key.length < 8) throw new SetupError('An API key has to have at least 8 characters.');
		if (others.some((text) => text.includes(key) || text.includes(encodeURIComponent(key))))
			throw new SetupError('The address or an ID holds an API key.');
	}
	// Dots alone would name another address.
	if ([ids.projectId, ids.trackerId].some((id) => /^\.\.?$/.test(id ?? '')))
		throw new SetupError('The project ID or tracker ID cannot be part of an address.');
	try {
		return { keys, ...ids, baseUrl: checkBaseUrl(address, '--base-url') };
	} catch (error) {
		throw new SetupError(messageOf(error));
	}
}
