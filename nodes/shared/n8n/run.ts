import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { deliver, type Delivered, type Order } from '../delivery/deliver';
import { ledgerByItem, ledgerByJob } from '../delivery/settle';
import { problemOf, type Failure } from '../failure';
import { credentialName } from '../kainic/api';
import { readConnection, type Connection } from '../kainic/connection';
import { isDataRefusal } from '../kainic/envelope';
import { createFiles } from './binary';
import { createDelivery, startTurns } from './effects';
import { arrange, emissionsOf, failureItem, hasErrorBranch } from './emit';
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
	const node = context.getNode();
	if (items.length === 0) return arrange(node, [], operation.outputs, false);
	const parameters = createParameters(context);
	const prepared = await prepare(context, operation, items, parameters);
	if (prepared.kind === 'impossible') return failAll(context, operation, prepared.failure);
	const delivered = await deliver(prepared.order);
	stopIfAsked(context, operation, delivered, items.length);
	if (operation.givesHint) {
		const message = hintText(delivered.figures, operation.words, operation.remark(parameters));
		context.addExecutionHints({ message, location: 'outputPane' });
	}
	const emissions = emissionsOf(operation, delivered, {
		items,
		parameters,
		milliseconds: Date.now() - start,
		mergesInput: !hasErrorBranch(context),
	});
	return arrange(node, emissions, operation.outputs, delivered.figures.accepted > 0);
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
		const { isOver, begin } = startTurns();
		const order: Order<Data> = {
			plan: operation.plan({
				items,
				parameters,
				connection,
				files: createFiles(context, items),
				runsAsTool: context.getNode().type.endsWith('Tool'),
				pauseIsDue: isOver,
				breathe: begin,
				log: (message) => context.logger.info(message),
			}),
			ledger: operation.endsBy === 'item' ? ledgerByItem(items.length) : ledgerByJob(items.length),
			delivery: createDelivery(context, operation.defaults, parameters, connection),
			concurrency: parameters.wholeNumber(
				'options.concurrency',
				operation.defaults.concurrency,
				'Concurrency',
			),
			stopsAtFailure: !context.continueOnFail(),
			isDataRefusal,
			breathe: begin,
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

/** Where nothing could be planned: every item, or every request, ends with the same failure. */
function failAll<Data>(
	context: IExecuteFunctions,
	operation: Operation<Data>,
	failure: Failure,
): INodeExecutionData[][] {
	const items = context.getInputData();
	if (!context.continueOnFail()) {
		const progress = 'Nothing was sent.';
		throw toNodeError(context.getNode(), failure, { itemIndex: 0, progress });
	}
	const ledger =
		operation.endsBy === 'item' ? ledgerByItem(items.length) : ledgerByJob(items.length);
	const mergesInput = !hasErrorBranch(context);
	const lane = ledger
		.close(failure)
		.map(({ indexes }) => failureItem(failure, indexes, mergesInput ? items : null));
	return [lane, ...Array.from({ length: operation.outputs - 1 }, () => [])];
}
