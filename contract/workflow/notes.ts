import type { Check } from '../core/model';
import { listProbes } from '../core/probes';
import { Seen } from '../core/seen';
import { namedValues } from '../core/values';

export const startNote = `## What Kainic answers
Settles what is only inferred about Kainic's API, by requests that have no effect by its documented rules.

1. Enter your IDs in **Account**, with the **baseUrl** of the API (https). Leave out what you do not have. The keys belong in the credentials.
2. Choose your credentials in **With Project Key** and **With Experiment Key**.
3. Execute the workflow: it lists the requests in **Next Request** and sends nothing.
4. Set **send** to true and execute it again. It takes about a minute.
5. Download both reports from the last nodes.

**allowEvents** also sends a few events that Kainic may accept. Their visitor begins with \`contract-check\`.`;

export const sendingNote = `## How it is sent
One request at a time, with a pause of a second, and again only as the API's rule allows. The first one goes without your key: if something else than Kainic answers, no key is sent there. Redirects are not followed.

The report holds no key, and names in place of your IDs. n8n itself keeps all answers with the execution: if a host repeated your key in an answer, it is there too. Delete the execution then.`;

const everything: Check = {
	account: { ...namedValues, origin: null },
	mark: 'mark',
	hasExperimentKey: true,
	allowEvents: false,
	limits: false,
	withIds: false,
	refusedKey: '',
	batchArrived: null,
};

/** The list of requests, as it is before any is answered. */
export function requestsNote(): string {
	const probes = listProbes(everything, new Seen([]));
	const worst = [...new Set(probes.map(({ worstCase }) => worstCase))];
	return `## The requests
${probes.length} requests, and further ones of these kinds where an answer asks for more. In the worst case:

${worst.map((text) => `- ${text}`).join('\n')}`;
}
