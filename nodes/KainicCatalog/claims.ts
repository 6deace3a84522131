import type { IExecuteFunctions } from 'n8n-workflow';
import { isAbsent } from '../shared/values';

const mostExecutions = 1000;

/**
 * The run that claimed each key, by execution. Sub-workflows share the claims of the execution that
 * called them.
 */
const claimsOfExecutions = new Map<string, Map<string, string>>();

/**
 * Makes what claims a key for this run of this node. It returns false if another run in the same execution
 * has the key: of this node in a loop, of another node, or in a sub-workflow. A repetition of this run by
 * *Retry On Fail* may claim it again.
 */
export function claimFor(context: IExecuteFunctions): (key: string) => boolean {
	const execution = context.getExecutionId();
	let run: string | null = null;
	return (key) => {
		// Without an ID, executions cannot be told apart.
		if (isAbsent(execution)) return true;
		run ??= `${execution} ${context.getNode().name} ${String(context.evaluateExpression('{{ $runIndex }}', 0))}`;
		const claims = claimsOf(callerOf(context) ?? execution);
		const first = claims.get(key) ?? run;
		claims.set(key, first);
		return first === run;
	};
}

/** Undefined if no execution called this one, or if somebody runs it once more from n8n's list of executions. */
function callerOf(context: IExecuteFunctions): string | undefined {
	// Older releases of n8n do not have it.
	if (context.getMode() === 'retry' || !('getExecutionContext' in context)) return undefined;
	return context.getExecutionContext()?.parentExecutionId;
}

/** Evicts the least recently used execution. */
function claimsOf(execution: string): Map<string, string> {
	const claims = claimsOfExecutions.get(execution) ?? new Map<string, string>();
	claimsOfExecutions.delete(execution);
	claimsOfExecutions.set(execution, claims);
	const [oldest] = claimsOfExecutions.keys();
	if (oldest !== undefined && claimsOfExecutions.size > mostExecutions) {
		claimsOfExecutions.delete(oldest);
	}
	return claims;
}
