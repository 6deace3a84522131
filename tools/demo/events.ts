import { outputItems } from '../n8n';
import type { Demo } from './demo';
import { type Figures, verifyEvents } from './verify-events';
import { type Finding, importFile, runToEnd } from './workflow';

export interface EventResult extends Finding {
	figures: Figures;
	/** The workflow's address in the editor, from the server's root. */
	workflowPath: string;
}

/** Sends 1,000 shop events, seven of them wrong, and compares what arrived with what was sent. */
export async function sendEvents(demo: Demo): Promise<EventResult> {
	const workflow = await importFile(demo, 'events');
	demo.report('Sending 1,000 shop events, seven of them wrong …');
	const { ledger } = demo.emulator.world;
	const [eventsBefore, requestsBefore] = [ledger.events.length, ledger.requests.length];
	const { execution, problems } = await runToEnd(demo, workflow);
	const verdict = verifyEvents({
		sent: outputItems(execution, 'Shop Events'),
		accepted: outputItems(execution, 'Accepted'),
		refused: outputItems(execution, 'Refused'),
		arrived: ledger.events.slice(eventsBefore),
		requests: ledger.requests.slice(requestsBefore),
	});
	return {
		...verdict,
		problems: [...problems, ...verdict.problems],
		workflowPath: `/workflow/${workflow.id}`,
	};
}
