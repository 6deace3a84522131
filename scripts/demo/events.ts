import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importWorkflow, outputItems, parseWorkflow, runManually } from '../n8n';
import type { Step } from './demo';
import { verifyEvents } from './verify-events';

/** Sends 1,000 shop events, seven of them wrong, and compares what arrived with what was sent. */
export const sendEvents: Step = async ({ n8n, emulator, credentials, report }) => {
	const file = join(__dirname, 'events.workflow.json');
	const workflow = await importWorkflow(
		n8n,
		parseWorkflow(readFileSync(file, 'utf8')),
		credentials,
	);
	report('Sending 1,000 shop events, seven of them wrong …');
	const { ledger } = emulator.world;
	const [eventsBefore, requestsBefore] = [ledger.events.length, ledger.requests.length];
	const execution = await runManually(n8n, workflow, 'When clicking ‘Execute workflow’');
	const verdict = verifyEvents({
		sent: outputItems(execution, 'Shop Events'),
		accepted: outputItems(execution, 'Accepted'),
		refused: outputItems(execution, 'Refused'),
		arrived: ledger.events.slice(eventsBefore),
		requests: ledger.requests.slice(requestsBefore),
	});
	const workflowPath = `/workflow/${workflow.id}`;
	if (execution.status === 'success') return { ...verdict, workflowPath };
	const problem = `The workflow ended as ${execution.status}: ${execution.errorMessage ?? 'no message'}`;
	return { ...verdict, problems: [problem, ...verdict.problems], workflowPath };
};
