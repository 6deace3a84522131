import type { INode, INodeExecutionData } from 'n8n-workflow';
import type { Delivery } from '../delivery/deliver';
import type { Accepted, Outcome } from '../delivery/job';
import { notSentFailure } from '../failure';
import { ask, type Operation, type OutputItem, type RunContext } from './operation';
import { Outputs } from './outputs';
import { summaryJson } from './report';

interface Emission<Data> {
	readonly node: INode;
	readonly operation: Operation<Data>;
	readonly delivery: Delivery<Data>;
	readonly run: RunContext;
	/** The items as n8n gave them, which failures return. */
	readonly input: readonly INodeExecutionData[];
	/** True if one item stands for all successes. */
	readonly summarizes: boolean;
	/** When the run began, in milliseconds since the epoch. */
	readonly start: number;
}

/** All items that a run puts out, in the order of the input, by output. Yields to the event loop. */
export async function emit<Data>(emission: Emission<Data>): Promise<INodeExecutionData[][]> {
	const { node, operation, delivery, run, input, summarizes, start } = emission;
	const outputs = new Outputs(node, operation.outputs, input);
	const steps = fill(outputs, emission);
	while (steps.next().done !== true) await run.timeSlice.yieldToEventLoop();
	if (summarizes) {
		const json = summaryJson(delivery.stats, operation.words, Date.now() - start);
		outputs.summarize(json, delivery.stats.accepted + delivery.stats.checked > 0);
	}
	return outputs.close(delivery.stats.accepted > 0);
}

/** Yields whenever the event loop should have its turn. */
function* fill<Data>(outputs: Outputs, emission: Emission<Data>): Generator<void, void> {
	const { operation, delivery, run } = emission;
	if (ask(() => operation.joinsItems?.(run.options), false)) {
		for (const [outcome, indexes] of together(delivery.outcomes)) {
			if (run.timeSlice.isOver()) yield;
			const steps = put(outputs, emission, indexes, outcome);
			if (steps !== null) yield* steps;
		}
		return;
	}
	// Not by entries(): for 100,000 items, an array for each of them is felt.
	for (let index = 0; index < delivery.outcomes.length; index += 1) {
		if (run.timeSlice.isOver()) yield;
		const outcome = delivery.outcomes[index];
		const steps = outcome === undefined ? null : put(outputs, emission, [index], outcome);
		if (steps !== null) yield* steps;
	}
}

/** The indexes of items that ended together, with the very same outcome. */
function together<Data>(
	outcomes: ReadonlyArray<Outcome<Data>>,
): ReadonlyMap<Outcome<Data>, readonly number[]> {
	const found = new Map<Outcome<Data>, number[]>();
	for (const [index, outcome] of outcomes.entries()) {
		const indexes = found.get(outcome);
		if (indexes === undefined) found.set(outcome, [index]);
		else indexes.push(index);
	}
	return found;
}

/** Puts out what an outcome becomes. Returns steps if its items are made one by one. */
function put<Data>(
	outputs: Outputs,
	{ operation, run, summarizes }: Emission<Data>,
	indexes: readonly number[],
	outcome: Outcome<Data>,
): Generator<void, void> | null {
	if (outcome.kind === 'failed') {
		outputs.fail(indexes, outcome.failure);
		return null;
	}
	const itemIndex = indexes[0] ?? 0;
	const item = run.items[itemIndex];
	if (item === undefined || summarizes) return null;
	try {
		const items = operation.present({ item, itemIndex, accepted: outcome }, run);
		if ('next' in items) return putLazily(outputs, run, indexes, items, outcome);
		for (const { output, json, binary } of items) outputs.succeed(output, indexes, json, binary);
	} catch {
		failToShow(outputs, indexes, outcome);
	}
	return null;
}

function* putLazily(
	outputs: Outputs,
	{ timeSlice }: RunContext,
	indexes: readonly number[],
	items: Iterable<OutputItem>,
	accepted: Accepted<unknown>,
): Generator<void, void> {
	try {
		for (const { output, json, binary } of items) {
			outputs.succeed(output, indexes, json, binary);
			if (timeSlice.isOver()) yield;
		}
	} catch {
		failToShow(outputs, indexes, accepted);
	}
}

/** What was accepted and cannot be shown is a failure of its own: an error must not escape. */
function failToShow(
	outputs: Outputs,
	indexes: readonly number[],
	{ attempts }: Accepted<unknown>,
): void {
	const message = 'Kainic accepted the request, but its response could not be shown.';
	const failure = notSentFailure(message, { code: 'bad_response' });
	outputs.fail(indexes, { ...failure, attempts, notSent: false, mayBeAccepted: true });
}
