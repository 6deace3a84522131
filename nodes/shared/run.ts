import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { readCredential } from './credential';
import { canceledUnsent, InputError, inputFailure, newFailure } from './failure';
import { withFilesBeside } from './items';
import type { Operation, OutputMode, RunContext } from './operation';
import { emit, Outputs } from './output/outputs';
import {
	hintText,
	progressText,
	secondOutputText,
	summaryJson,
	toNodeError,
} from './output/report';
import { Parameters } from './panel/parameters';
import { createKeyRemover, type KeyRemover } from './send/api-key';
import { makeAttempt, type Success } from './send/attempt';
import { deliver } from './send/deliver';
import type { Job, Outcome, Receipt } from './send/job';
import { Results, type Delivery } from './send/results';
import { startBudget } from './send/tries';
import { sleepUnlessAborted } from './wait';

/**
 * Runs a node. If the node is set to continue, this function never throws: after an error, n8n would pass on every
 * item as a success. If the node is set to stop, this function throws the first failure. The message says how
 * much was accepted.
 */
export async function runOperation<Details>(
	context: IExecuteFunctions,
	panel: readonly INodeProperties[],
	operation: Operation<Details>,
	continues: boolean,
): Promise<INodeExecutionData[][]> {
	const start = performance.now();
	const { labels } = operation;
	const node = context.getNode();
	const inputs = context.getInputData();
	if (inputs.length === 0) return Array.from({ length: operation.outputs }, () => []);
	const isCombined = context.getWorkflowSettings().binaryMode === 'combined';
	const items = isCombined ? inputs.map(withFilesBeside) : inputs;
	const parameters = new Parameters(context, panel);
	const runParameters = parameters.at(0);
	const cancel = context.getExecutionCancelSignal();
	const runsAsTool = node.type.endsWith('Tool');
	const run = { context, items, parameters, runParameters, cancel, runsAsTool };
	const { delivery, mode } = await planAndSend(run, operation, continues);
	const { stats, firstFailure, endings, remarks } = delivery;
	if (firstFailure !== null && !continues) {
		const progress = progressText(stats, labels, node.retryOnFail === true);
		throw toNodeError(node, firstFailure, { itemCount: items.length, progress, runsAsTool });
	}
	const outputs = new Outputs(node, operation.outputs, inputs, runsAsTool);
	await emit(outputs, endings, mode);
	const remark = [...remarks, secondOutputText(outputs.inSecond, labels)].join(' ').trim();
	const message = hintText(stats, labels, remark, node.onError);
	context.addExecutionHints({ message, location: 'outputPane' });
	if (mode !== 'summary') return outputs.close();
	const comesFirst = stats.accepted + stats.valid > 0;
	return outputs.closeWithSummary(
		summaryJson(stats, labels, Math.round(performance.now() - start)),
		comesFirst,
	);
}

/** Plans and sends the requests of a run. If planning cannot begin, all items get the same failure. */
async function planAndSend<Details>(
	run: Omit<RunContext, 'connection'>,
	operation: Operation<Details>,
	continues: boolean,
): Promise<{ readonly delivery: Delivery; readonly mode: OutputMode }> {
	const { context, items, parameters, runParameters, cancel } = run;
	const start = performance.now();
	let mode: OutputMode = 'each';
	try {
		mode = operation.outputMode(runParameters);
		const connection = await readCredential(context, operation.keyType, items.length);
		const hasBudget = parameters.isAdded('options.runBudget');
		const budget = hasBudget ? runParameters.number('options.runBudget') * 1000 : Infinity;
		const giveUpAfter = hasBudget ? Infinity : operation.patience * 1000;
		const keyRemover = createKeyRemover(connection.apiKey);
		const sending = { credential: connection.credential, keyRemover, advice: operation.advice };
		const delivery = await deliver<Details>({
			plan: operation.plan({ ...run, connection }),
			itemCount: items.length,
			policy: {
				maxAttempts: runParameters.number('options.maxAttempts'),
				timeout: runParameters.number('options.timeout') * 1000,
				giveUpAfter,
			},
			budget: startBudget(budget, start),
			concurrency: runParameters.number('options.concurrency', 1),
			stopsAtFailure: !continues,
			isCanceled: () => cancel?.aborted === true,
			attempt: async (job, timeout) => await makeAttempt(context, job, timeout, sending),
			sleep: async (milliseconds, isPointless) =>
				await sleepUnlessAborted(milliseconds, cancel, isPointless),
			accept: (job, success, receipt) => accept(operation, job, success, receipt, keyRemover),
			onEnd: (job, outcome) => operation.ended?.(context, job, outcome),
			onRetry: ({ attempts, message }, delay) => {
				const wait = `next in ${Math.round(delay)} ms`;
				context.logger.warn(`Kainic: attempt ${attempts} failed, ${wait}: ${message}`);
			},
		});
		return { delivery, mode };
	} catch (error) {
		const failure = cancel?.aborted === true ? canceledUnsent : inputFailure(error, null);
		return { delivery: new Results(items.length).close(failure), mode };
	}
}

/** Makes the output items of a success. If the node cannot read the data, the item fails with `mayBeAccepted`. */
function accept<Details>(
	operation: Operation<Details>,
	job: Job<Details>,
	{ data, httpCode }: Success,
	receipt: Receipt,
	keyRemover: KeyRemover,
): Outcome {
	const { attempts, mayBeAcceptedTwice } = receipt;
	try {
		return { kind: 'accepted', items: operation.show(job, data, receipt), mayBeAcceptedTwice };
	} catch (error) {
		const { message, explanation } =
			error instanceof InputError ? error : new InputError('The data could not be read.');
		const failure = newFailure(
			keyRemover.fromMessage(message),
			{ code: 'bad_response', ...explanation },
			{ httpCode, attempts, notSent: false, mayBeAccepted: true },
		);
		return { kind: 'failed', failure };
	}
}
