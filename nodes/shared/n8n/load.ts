import {
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';
import { notSentFailure } from '../failure';
import type { Operation } from './operation';
import { Outputs } from './outputs';

/**
 * Runs a node. What only runs need is loaded when the first of them begins, so that an n8n at rest does
 * not pay for it. If it cannot be loaded, as while n8n replaces the package, every item fails unsent.
 */
export async function loadAndRun<Data>(
	context: IExecuteFunctions,
	panel: readonly INodeProperties[],
	load: () => Promise<Operation<Data>>,
): Promise<INodeExecutionData[][]> {
	const loaded = await loadAll(context, load);
	return loaded === null ? failAll(context) : await loaded.run(context, panel, loaded.operation);
}

async function loadAll<Data>(context: IExecuteFunctions, load: () => Promise<Operation<Data>>) {
	try {
		const { run } = await import('./run');
		return { run, operation: await load() };
	} catch (error) {
		context.logger.error(`Kainic: a file could not be loaded: ${String(error)}`);
		return null;
	}
}

function failAll(context: IExecuteFunctions): INodeExecutionData[][] {
	const node = context.getNode();
	const failure = notSentFailure('A file of the Kainic nodes could not be loaded.', {
		headline: 'The node could not be loaded',
		advice:
			'Run the workflow again. If this stays, install n8n-nodes-kainic again, and restart n8n.',
	});
	if (!context.continueOnFail()) {
		const description = `${failure.message} ${failure.description}`;
		throw new NodeOperationError(node, `${failure.headline}. Nothing was sent.`, { description });
	}
	const items = context.getInputData();
	const outputs = new Outputs(node, 1, items);
	for (const index of items.keys()) outputs.fail([index], failure);
	return outputs.close(false);
}
