import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { deliver, type DeliverOptions, type Delivery } from '../delivery/deliver';
import type { Outcome } from '../delivery/job';
import { emptyStats } from '../delivery/outcomes';
import { inputFailure, type Failure } from '../failure';
import { isDataRefusal } from '../kainic/response';
import { createFiles } from './binary';
import { readConnections } from './credentials';
import { createEarlierRuns } from './earlier-runs';
import { emit } from './emit';
import { toNodeError } from './node-errors';
import type { Operation, RunContext } from './operation';
import { Parameters } from './parameters';
import { hintText, progressText } from './report';
import { readRunOptions } from './run-options';
import { createTransport, startTimeSlice } from './transport';

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
	const items = context.getInputData();
	if (items.length === 0) return Array.from({ length: operation.outputs }, () => []);
	const prepared = await prepare(context, panel, operation, items);
	const delivery =
		prepared.kind === 'ready'
			? await deliver(prepared.options)
			: nothingDelivered<Data>(items.length, prepared.failure);
	stopIfAsked(context, operation, delivery, items.length);
	const { remark, run, summarizes } = prepared;
	if (remark !== null) {
		const message = hintText(delivery.stats, operation.words, remark);
		context.addExecutionHints({ message, location: 'outputPane' });
	}
	return await emit({ node: context.getNode(), operation, delivery, run, summarizes, start });
}

interface Presentation {
	readonly run: RunContext;
	/** Text after the figures in the line above the output; null if there is no such line. */
	readonly remark: string | null;
	readonly summarizes: boolean;
}

type Prepared<Data> =
	| (Presentation & { readonly kind: 'ready'; readonly options: DeliverOptions<Data> })
	| (Presentation & { readonly kind: 'impossible'; readonly failure: Failure });

async function prepare<Data>(
	context: IExecuteFunctions,
	panel: readonly INodeProperties[],
	operation: Operation<Data>,
	items: readonly INodeExecutionData[],
): Promise<Prepared<Data>> {
	const run = createRun(context, items);
	try {
		const { timeSlice } = run;
		const { keyType } = operation;
		const connections = await readConnections(context, keyType, items.length, timeSlice);
		const options = await readRunOptions(run.parameters, panel, items.length, timeSlice);
		const ready: RunContext = { ...run, options, connectionOf: connections.of };
		const { concurrency } = operation.defaults;
		return {
			kind: 'ready',
			run: ready,
			remark: operation.hint?.(ready) ?? null,
			summarizes: operation.summarizes?.(options) ?? false,
			options: {
				plan: operation.plan(ready),
				itemCount: items.length,
				transport: createTransport(context, operation, { options, connections, timeSlice }),
				concurrency: options.wholeNumber('options.concurrency', 'Concurrency', concurrency),
				interval: options.wholeNumber('options.batchInterval', 'Batch Interval', 0, 0),
				stopsAtFailure: !context.continueOnFail(),
				isDataRefusal,
			},
		};
	} catch (error) {
		const failure = inputFailure(error, null);
		return { kind: 'impossible', run, remark: null, summarizes: false, failure };
	}
}

/** What a run works with before its credential is known. */
function createRun(context: IExecuteFunctions, items: readonly INodeExecutionData[]): RunContext {
	const parameters = new Parameters(context);
	const { type, executeOnce } = context.getNode();
	return {
		items,
		parameters,
		options: parameters.at(0),
		connectionOf: () => {
			throw new TypeError('The credential has not been read.');
		},
		files: createFiles(context, items),
		runsAsTool: type.endsWith('Tool'),
		executesOnce: executeOnce === true,
		earlierRuns: createEarlierRuns(context),
		timeSlice: startTimeSlice(),
		log: (message) => context.logger.info(message),
	};
}

function stopIfAsked<Data>(
	context: IExecuteFunctions,
	operation: Operation<Data>,
	{ stats, firstFailure }: Delivery<Data>,
	itemCount: number,
): void {
	if (firstFailure === null || context.continueOnFail()) return;
	const { indexes, failure } = firstFailure;
	const node = context.getNode();
	const progress = progressText(stats, operation.words, itemCount);
	const runsAsTool = node.type.endsWith('Tool');
	throw toNodeError(node, failure, { indexes, progress, runsAsTool });
}

/** If nothing could be planned, all items end with the same failure. */
function nothingDelivered<Data>(itemCount: number, failure: Failure): Delivery<Data> {
	const outcome: Outcome<Data> = { kind: 'failed', failure };
	return {
		outcomes: Array.from({ length: itemCount }, () => outcome),
		stats: { ...emptyStats(), notSent: itemCount },
		firstFailure: { indexes: [0], failure },
	};
}
