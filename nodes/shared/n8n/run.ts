import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { deliver, type Delivered, type Order } from '../delivery/deliver';
import { ledgerByItem, ledgerByJob, type Ledger } from '../delivery/settle';
import { Tally } from '../delivery/tally';
import { problemOf, type Failure } from '../failure';
import { credentialName } from '../kainic/api';
import { readConnection, type Connection } from '../kainic/connection';
import { isDataRefusal } from '../kainic/envelope';
import { createFiles } from './binary';
import { createDelivery, startTurns } from './effects';
import { emit } from './emit';
import { toNodeError } from './errors';
import type { Operation } from './operation';
import { createParameters, type Parameters } from './parameters';
import { hintText, progressText } from './report';

/**
 * Runs a node: items in, items out. Where the node is set to continue, nothing escapes, since n8n
 * would take an error for a success of every item. Where it is set to stop, it throws its first
 * failure, with how much had been accepted in the message.
 */
export async function run<Data>(
	context: IExecuteFunctions,
	operation: Operation<Data>,
): Promise<INodeExecutionData[][]> {
	const start = Date.now();
	const items = context.getInputData();
	if (items.length === 0) return Array.from({ length: operation.outputs }, () => []);
	const parameters = createParameters(context);
	const prepared = await prepare(context, operation, items, parameters);
	if (prepared.kind === 'impossible') {
		const delivered = nothingDelivered(operation, items.length, prepared.failure);
		stopIfAsked(context, operation, delivered, items.length);
		return emit(context, operation, delivered, { items, parameters, start });
	}
	const delivered = await deliver(prepared.order);
	stopIfAsked(context, operation, delivered, items.length);
	if (operation.givesHint) {
		const message = hintText(delivered.figures, operation.words, operation.remark(parameters));
		context.addExecutionHints({ message, location: 'outputPane' });
	}
	return emit(context, operation, delivered, { items, parameters, start });
}

type Prepared<Data> =
	| { readonly kind: 'ready'; readonly order: Order<Data> }
	| { readonly kind: 'impossible'; readonly failure: Failure };

async function prepare<Data>(
	context: IExecuteFunctions,
	operation: Operation<Data>,
	items: readonly INodeExecutionData[],
	parameters: Parameters,
): Promise<Prepared<Data>> {
	try {
		const connection = await connect(context);
		const turns = startTurns();
		const order: Order<Data> = {
			plan: operation.plan({
				items,
				parameters,
				connection,
				files: createFiles(context, items),
				runsAsTool: context.getNode().type.endsWith('Tool'),
				pauseIsDue: turns.isOver,
				breathe: turns.breathe,
				log: (message) => context.logger.info(message),
			}),
			ledger: createLedger(operation, items.length),
			delivery: createDelivery(context, operation.defaults, parameters, connection),
			concurrency: parameters.wholeNumber(
				'options.concurrency',
				operation.defaults.concurrency,
				'Concurrency',
			),
			stopsAtFailure: !context.continueOnFail(),
			isDataRefusal,
			breathe: turns.breathe,
			rested: turns.begin,
		};
		return { kind: 'ready', order };
	} catch (error) {
		return { kind: 'impossible', failure: problemOf(error, 'Before the first request') };
	}
}

async function connect(context: IExecuteFunctions): Promise<Connection> {
	const fields = await context.getCredentials(credentialName);
	return readConnection(fields);
}

function stopIfAsked<Data>(
	context: IExecuteFunctions,
	operation: Operation<Data>,
	{ figures, firstFailure }: Delivered<Data>,
	itemCount: number,
): void {
	if (firstFailure === null || context.continueOnFail()) return;
	const { itemIndex, failure } = firstFailure;
	const progress = progressText(figures, operation.words, itemCount);
	throw toNodeError(context.getNode(), failure, { itemIndex, progress });
}

/** Where nothing could be planned: every item, or all together, ends with the same failure. */
function nothingDelivered<Data>(
	operation: Operation<Data>,
	itemCount: number,
	failure: Failure,
): Delivered<Data> {
	const settled = createLedger(operation, itemCount).close(failure);
	return { settled, figures: new Tally().figures(), firstFailure: { itemIndex: 0, failure } };
}

function createLedger<Data>({ endsBy }: Operation<Data>, itemCount: number): Ledger<Data> {
	return endsBy === 'item' ? ledgerByItem(itemCount) : ledgerByJob(itemCount);
}
