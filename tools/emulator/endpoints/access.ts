import type { EndpointName } from '../settings';
import type { World } from '../world';
import type { Verdict } from './verdict';

/**
 * Checks the key: the experiments' own for an experiment, the project's for everything else.
 * What Kainic answers to a wrong one is not documented; here it is 401 unless the settings say otherwise.
 * @returns a failure, or undefined if the key is right
 */
export function refusedKey(
	endpoint: EndpointName,
	given: string | undefined,
	world: World,
): Verdict | undefined {
	const { apiKey, experimentApiKey } = world.settings;
	const expected = endpoint === 'experiment' ? experimentApiKey : apiKey;
	return given === expected ? undefined : refusal(world);
}

/** A key is good for its own project only. */
export function refusedProject(projectId: unknown, world: World): Verdict | undefined {
	return projectId === world.settings.projectId ? undefined : refusal(world);
}

function refusal(world: World): Verdict {
	const { status, message } = world.settings.refusedKey;
	return { type: 'failure', message: message ?? world.contract.refusedKey, status };
}
