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
import { logs } from './logs';

/** One run of a node within an execution. */
interface NodeRun {
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
	/** All that n8n would log and store of the execution or push to a browser, as text. */
	seen: string;
	/** How long it went on after it was cancelled. */
	millisecondsAfterCancel: number | undefined;
}

/**
 * @param position where the log was when the execution began
 * @param cancelledAt when it was cancelled, by `performance.now()`
 */
export function recordRun(
	run: IRun,
	position: number,
	cancelledAt: number | undefined,
): WorkflowRecord {
	const { runData, error } = run.data.resultData;
	return {
		runs: Object.fromEntries(
			Object.entries(runData).map(([name, tasks]) => [name, tasks.map(recordTask)]),
		),
		...{ status: run.status, error, logs: logs.slice(position) },
		// Of 100,000 items it takes many seconds, and most tests do not look.
		get seen() {
			const pushed = jsonStringify(run, { replaceCircularRefs: true });
			return [...this.logs, stringify(run.data), pushed].join('\n');
		},
		millisecondsAfterCancel:
			cancelledAt === undefined ? undefined : performance.now() - cancelledAt,
	};
}

function recordTask({ data, error, hints = [] }: ITaskData): NodeRun {
	const outputs = data?.main ?? Object.values(data ?? {})[0] ?? [];
	return { outputs: outputs.map((items) => items ?? []), error, hints };
}
