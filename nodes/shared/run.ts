import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { deliver, emptyStats, type Delivery } from './send/deliver';
import type { Outcome, Transport } from './send/job';
import { InputError, inputFailure, type Failure } from './failure';
import { withFilesBeside } from './items';
import { credentialName } from './kainic/api';
import { readConnection, type Connection, type KeyType } from './kainic/connection';
import { createKeyRemover } from './send/api-key';
import { attemptRequest } from './send/attempt';
import { sleepUnlessAborted, startLimit } from './send/timing';
import { Parameters } from './panel/parameters';
import type { Operation, OutputForm, RunContext } from './operation';
import { emit, Outputs } from './output/outputs';
import { hintText, progressText, summaryJson, toNodeError } from './output/report';

/**
 * Runs a node: items in, items out. If the node is set to continue, it never throws, because n8n would
 * pass on every item as a success. If it is set to stop, it throws its first failure; the message says
 * how much was accepted.
 */
export async function runOperation(
	context: IExecuteFunctions,
	panel: readonly INodeProperties[],
	operation: Operation,
): Promise<INodeExecutionData[][]> {
	const start = Date.now();
	const { labels } = operation;
	const node = context.getNode();
	const given = context.getInputData();
	if (given.length === 0) return Array.from({ length: operation.outputs }, () => []);
	const isCombined = context.getWorkflowSettings().binaryMode === 'combined';
	const items = isCombined ? given.map(withFilesBeside) : given;
	const runsAsTool = node.type.endsWith('Tool');
	const { delivery, form, remarks } = await runItems(context, panel, operation, items, runsAsTool);
	const { stats, firstFailure, outcomes } = delivery;
	if (firstFailure !== null && !context.continueOnFail()) {
		const progress = progressText(stats, labels, node.retryOnFail === true);
		throw toNodeError(node, firstFailure, { itemCount: items.length, progress, runsAsTool });
	}
	const message = hintText(stats, labels, remarks.join(' '), node.onError);
	context.addExecutionHints({ message, location: 'outputPane' });
	const outputs = new Outputs(node, operation.outputs, given);
	await emit(outputs, outcomes, form);
	if (form !== 'summary') return outputs.close();
	const comesFirst = stats.accepted + stats.valid > 0;
	return outputs.closeWithSummary(summaryJson(stats, labels, Date.now() - start), comesFirst);
}

/** Plans and sends. If nothing can be planned, all items end with the same failure. */
async function runItems(
	context: IExecuteFunctions,
	panel: readonly INodeProperties[],
	operation: Operation,
	items: readonly INodeExecutionData[],
	runsAsTool: boolean,
) {
	const start = Date.now();
	const parameters = new Parameters(context, panel);
	const options = parameters.at(0);
	const remarks: string[] = [];
	let form: OutputForm = 'each';
	try {
		form = operation.outputForm(options);
		const cancel = context.getExecutionCancelSignal();
		const connection = await readCredential(context, operation.keyType);
		const { maxResponseBytes, advice } = operation;
		const { apiKey, credential } = connection;
		const keyRemover = createKeyRemover(apiKey);
		const sending = { maxResponseBytes, advice, keyRemover, credential };
		const run: RunContext = {
			context,
			items,
			parameters,
			options,
			connection,
			runsAsTool,
			cancel,
			remarks,
		};
		const transport: Transport = {
			attempt: async (job, timeout) => await attemptRequest(context, job, timeout, sending),
			sleep: async (milliseconds, isPointless) =>
				await sleepUnlessAborted(milliseconds, cancel, isPointless),
			now: Date.now,
			canceled: () => cancel?.aborted === true,
		};
		const delivery = await deliver({
			...readPace(run, start),
			plan: operation.plan(run),
			itemCount: items.length,
			transport,
			stopsAtFailure: !context.continueOnFail(),
			onRetry: ({ attempts, message }, delay) => {
				const wait = `next in ${Math.round(delay)} ms`;
				context.logger.warn(`Kainic: attempt ${attempts} failed, ${wait}: ${message}`);
			},
		});
		return { delivery, form, remarks };
	} catch (error) {
		return { delivery: failAll(items.length, inputFailure(error, null)), form, remarks };
	}
}

function failAll(itemCount: number, failure: Failure): Delivery {
	const outcome: Outcome = { kind: 'failed', failure };
	return {
		outcomes: new Array<Outcome>(itemCount).fill(outcome),
		stats: { ...emptyStats(), notSent: itemCount, itemsNotSent: itemCount },
		firstFailure: { indexes: [], failure },
	};
}

/** How fast and how long the run may send. `start` is in milliseconds of the clock. */
function readPace({ options, parameters }: RunContext, start: number) {
	const hasBudget = parameters.isAdded('options.runBudget');
	const budget = hasBudget ? options.number('options.runBudget') * 1000 : Infinity;
	return {
		policy: {
			maxAttempts: options.number('options.maxAttempts'),
			timeout: options.number('options.timeout') * 1000,
			timeBudget: options.number('options.timeBudget') * 1000,
		},
		concurrency: options.number('options.concurrency', 1),
		interval: options.number('options.batchInterval', 0),
		budget: startLimit('Run Budget', budget, start),
	};
}

/**
 * Reads the credential of a run for the first item, as n8n's own nodes do. Throws an InputError if the
 * credential cannot be read or used.
 */
export async function readCredential(
	context: Pick<IExecuteFunctions, 'getCredentials' | 'getNode'>,
	keyType: KeyType,
): Promise<Connection> {
	const saved = context.getNode().credentials?.[credentialName]?.name;
	const name = saved === undefined ? 'the credential' : `"${saved}"`;
	const [read] = await Promise.allSettled([context.getCredentials(credentialName, 0)]);
	if (read.status === 'fulfilled') return readConnection({ ...read.value }, keyType, name);
	const [problem = ''] = read.reason instanceof Error ? read.reason.message.split('\n') : [];
	throw new InputError(problem === '' ? `n8n cannot read ${name}.` : `${problem} (${name})`, {
		headline: 'The Kainic API credential cannot be read',
		advice:
			'Choose a Kainic API credential in the node, and check the expressions in the credential.',
	});
}
