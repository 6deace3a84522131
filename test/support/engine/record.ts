import { stringify } from 'flatted';
import { jsonStringify, type IRun, type ITaskData } from 'n8n-workflow';
import { logs } from './logs';

export type WorkflowRecord = ReturnType<typeof recordRun>;

/**
 * What can be seen of an execution that ended.
 * @param position where the log was when the execution began
 * @param cancelledAt when it was cancelled, by `performance.now()`
 */
export function recordRun(run: IRun, position: number, cancelledAt: number | undefined) {
	const { runData, error } = run.data.resultData;
	/** n8n's log at level debug. */
	const lines = logs.slice(position);
	return {
		/** The runs of each node, by the node's name. */
		runs: Object.fromEntries(
			Object.entries(runData).map(([name, tasks]) => [name, tasks.map(recordTask)]),
		),
		...{ status: run.status, error, logs: lines },
		/** All that n8n would log and store of the execution or push to a browser. Of 100,000 items it takes many seconds. */
		get seen() {
			const pushed = jsonStringify(run, { replaceCircularRefs: true });
			return [...lines, stringify(run.data), pushed].join('\n');
		},
		/** How long it went on after it was cancelled. */
		millisecondsAfterCancel:
			cancelledAt === undefined ? undefined : performance.now() - cancelledAt,
	};
}

/** The items of each output, the error branch being the last one. */
function recordTask({ data, error, hints = [] }: ITaskData) {
	const outputs = data?.main ?? Object.values(data ?? {})[0] ?? [];
	return { outputs: outputs.map((items) => items ?? []), error, hints };
}
