import { stringify } from 'flatted';
import {
	jsonStringify,
	type ExecutionError,
	type ExecutionStatus,
	type INodeExecutionData,
	type IRun,
	type ITaskData,
	type NodeExecutionHint,
} from 'n8n-workflow';
import { logsSince } from './logs';

/** One run of a node within an execution. */
export interface NodeRun {
	/** The items of each output, the error branch being the last one. */
	outputs: INodeExecutionData[][];
	error: ExecutionError | undefined;
	hints: NodeExecutionHint[];
}

/** What can be seen of an execution that ended. */
export interface WorkflowRecord {
	/** The runs of each node, by the node's name. */
	runs: Record<string, NodeRun[]>;
	status: ExecutionStatus;
	error: ExecutionError | undefined;
	/** n8n's log at level debug. */
	logs: string[];
	/** All that n8n would store of the execution or push to a browser, as text. */
	stored: string;
	/** How long it went on after it was cancelled. */
	millisecondsAfterCancel: number | undefined;
}

/**
 * @param since where the log stood when the execution began, and when (by `performance.now()`) it
 * was cancelled
 */
export function recordRun(
	run: IRun,
	since: { position: number; cancelledAt: number | undefined },
): WorkflowRecord {
	const { resultData } = run.data;
	const millisecondsAfterCancel =
		since.cancelledAt === undefined ? undefined : performance.now() - since.cancelledAt;
	return {
		runs: Object.fromEntries(
			Object.entries(resultData.runData).map(([name, tasks]) => [name, tasks.map(recordTask)]),
		),
		status: run.status,
		error: resultData.error,
		logs: logsSince(since.position),
		// Of 100,000 items it takes many seconds, and most tests do not look.
		get stored() {
			return [stringify(run.data), jsonStringify(run, { replaceCircularRefs: true })].join('\n');
		},
		millisecondsAfterCancel,
	};
}

function recordTask(task: ITaskData): NodeRun {
	const outputs = task.data?.main ?? Object.values(task.data ?? {})[0] ?? [];
	return {
		outputs: outputs.map((items) => items ?? []),
		error: task.error,
		hints: task.hints ?? [],
	};
}
