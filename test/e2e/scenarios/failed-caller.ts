import {
	chain,
	code,
	kainic,
	node,
	webhook,
	type RunningN8n,
	type WorkflowFile,
} from '../../../harness';

export const callerPath = 'failed-events-caller';

/** So many events that are right, and five that only Kainic refuses. */
const makeEvents = (count: number): string => `
const event = (number, more) => ({ platform: 'web', anon_uid: 'visitor-' + (number % 90), event_name: 'purchase', number, ...more });
const good = Array.from({ length: ${count} }, (_, number) => event(number, { shop: 'main' }));
const bad = [1, 2, 3, 4, 5].map((number) => event(-number));
return [...good, ...bad].map((json) => ({ json }));`;

/** Any workflow: it sends events, and hands what failed to the example. */
function caller(exampleId: string, count: number): WorkflowFile {
	const event = kainic(
		'Kainic Event',
		{ trackerId: 'tracker-web', eventSource: 'inputItem', options: { maxAttempts: 1 } },
		{ onError: 'continueErrorOutput' },
	);
	const call = node('Call', 'n8n-nodes-base.executeWorkflow', 1.2, {
		workflowId: { __rl: true, mode: 'id', value: exampleId },
		mode: 'once',
		options: { waitForSubWorkflow: true },
	});
	const events = code('Events', makeEvents(count));
	const workflow = chain('Caller', [webhook(callerPath, 'atOnce'), events, event, call]);
	const failed = [[], [{ node: call.name, type: 'main', index: 0 }]];
	const connections = { ...workflow.connections, [event.name]: { main: failed } };
	return { ...workflow, connections };
}

export async function activateCaller(
	{ activate }: RunningN8n,
	exampleId: string,
	count: number,
): Promise<void> {
	await activate(caller(exampleId, count));
}
