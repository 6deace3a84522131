import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Transport } from '../delivery/job';
import { deliver, type Delivery } from '../delivery/deliver';
import { emptyStats, Outcomes } from '../delivery/outcomes';
import { createRedactor } from '../delivery/redact';
import { Turns } from '../delivery/turns';
import { inputFailure } from '../failure';
import { isDataRefusal, readBeginning, readResponse } from '../kainic/response';
import { createFiles } from './binary';
import { readConnections } from './credentials';
import { createEarlierRuns } from './earlier-runs';
import { emit } from './emit';
import { withPlainExpressions } from './expressions';
import { attemptRequest } from './http';
import { ask, type Operation, type RunContext } from './operation';
import { Parameters, readRunOptions } from './parameters';
import { withFilesBeside } from './input';
import { hintText, progressText, toNodeError } from './report';
import { sleepUnlessAborted, startTimeSlice } from './time';

/**
 * Runs a node: items in, items out. If the node is set to continue, nothing escapes, since n8n would
 * take an error for a success of every item. If it is set to stop, it throws its first failure; the
 * message says how much had been accepted.
 */
export async function run<Data>(
	context: IExecuteFunctions,
	panel: readonly INodeProperties[],
	operation: Operation<Data>,
): Promise<INodeExecutionData[][]> {
	const start = Date.now();
	const node = context.getNode();
	const given = context.getInputData();
	const isCombined = context.getWorkflowSettings().binaryMode === 'combined';
	const items = isCombined ? given.map(withFilesBeside) : given;
	if (items.length === 0) return Array.from({ length: operation.outputs }, () => []);
	const prepared = await prepare(context, panel, operation, items, start);
	const { run, summarizes } = prepared;
	const delivery = await prepared.deliver();
	const { stats, firstFailure } = delivery;
	if (firstFailure !== null && !context.continueOnFail()) {
		const progress = progressText(stats, operation.words, items.length, node.retryOnFail === true);
		const { runsAsTool } = run;
		throw toNodeError(node, { firstFailure, itemCount: items.length, progress, runsAsTool });
	}
	const remark = run.remarks.filter((sentence) => sentence !== '').join(' ');
	const message = hintText(stats, operation.words, remark, node.onError);
	context.addExecutionHints({ message, location: 'outputPane' });
	return await emit({ node, operation, delivery, run, input: given, summarizes, start });
}

interface Prepared<Data> {
	readonly run: RunContext;
	readonly summarizes: boolean;
	deliver(): Promise<Delivery<Data>>;
}

/** If nothing can be planned, all items end with the same failure. */
async function prepare<Data>(
	context: IExecuteFunctions,
	panel: readonly INodeProperties[],
	operation: Operation<Data>,
	items: readonly INodeExecutionData[],
	start: number,
): Promise<Prepared<Data>> {
	const run = createRun(context, items);
	const itemCount = items.length;
	try {
		const { timeSlice } = run;
		const { keyType, defaults } = operation;
		const connections = await readConnections(context, keyType, itemCount, timeSlice);
		const options = await readRunOptions(run.parameters, panel, itemCount, timeSlice);
		const ready: RunContext = { ...run, options, connectionOf: connections.of };
		const summarizes = operation.summarizes?.(options) ?? false;
		const limit = options.milliseconds('options.runBudget', 'Run Budget', Infinity);
		const deliverOptions = {
			plan: operation.plan(ready),
			itemCount,
			transport: createTransport(context, operation, ready, connections.apiKeys),
			concurrency: options.wholeNumber('options.concurrency', 'Concurrency', defaults.concurrency),
			interval: options.wholeNumber('options.batchInterval', 'Batch Interval', 0, 0),
			budget: { limit, deadline: start + limit },
			stopsAtFailure: !context.continueOnFail(),
			isDataRefusal,
		};
		return { run: ready, summarizes, deliver: async () => await deliver(deliverOptions) };
	} catch (error) {
		const failure = inputFailure(error, null);
		const delivery: Delivery<Data> = {
			outcomes: new Outcomes<Data>(itemCount).close(failure),
			stats: { ...emptyStats(), notSent: itemCount },
			firstFailure: { indexes: [], failure },
		};
		const summarizes = ask(() => operation.summarizes?.(run.options), false);
		return { run, summarizes, deliver: async () => delivery };
	}
}

/** What a run works with before its credential is known. */
function createRun(context: IExecuteFunctions, items: readonly INodeExecutionData[]): RunContext {
	const parameters = new Parameters(withPlainExpressions(context));
	const { type, executeOnce } = context.getNode();
	const timeSlice = startTimeSlice();
	return {
		items,
		parameters,
		options: parameters.at(0),
		connectionOf: () => {
			throw new TypeError('The credential has not been read.');
		},
		files: createFiles(context, items, timeSlice),
		runsAsTool: type.endsWith('Tool'),
		timezone: context.getTimezone(),
		executesOnce: executeOnce === true,
		earlierRuns: createEarlierRuns(context),
		timeSlice,
		remarks: [],
		log: (message) => context.logger.info(message),
	};
}

/** Creates what delivery needs from n8n. Throws an InputError for an option out of range. */
function createTransport(
	context: IExecuteFunctions,
	{ defaults, longestResponse }: Pick<Operation<unknown>, 'defaults' | 'longestResponse'>,
	{ options, timeSlice }: RunContext,
	apiKeys: readonly string[],
): Transport {
	const { maxAttempts, timeout, timeBudget } = defaults;
	const cancel = context.getExecutionCancelSignal();
	const redactor = createRedactor(apiKeys);
	return {
		policy: {
			maxAttempts: options.wholeNumber('options.maxAttempts', 'Max Attempts', maxAttempts),
			timeout: options.milliseconds('options.timeout', 'Timeout', timeout),
			timeBudget: options.milliseconds('options.timeBudget', 'Time Budget', timeBudget),
		},
		redactor,
		timeSlice,
		readings: new Turns(),
		request: async (job, limit, onResponse) => {
			const limits = { timeout: limit, longestResponse, timeSlice, onResponse };
			return await attemptRequest(context, job, limits);
		},
		readResponse: (response) => readResponse(response, redactor),
		readBeginning: (response) => readBeginning(response, redactor),
		now: () => Date.now(),
		random: () => Math.random(),
		sleep: async (milliseconds, isPointless) =>
			await sleepUnlessAborted(milliseconds, cancel, isPointless),
		canceled: () => cancel?.aborted === true,
		onRetry: (attempts, delay, message) =>
			context.logger.warn(
				`Kainic: attempt ${attempts} failed, next in ${Math.round(delay)} ms: ${message}`,
			),
	};
}
