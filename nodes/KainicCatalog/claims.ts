import type { IExecuteFunctions } from 'n8n-workflow';
import { isAbsent } from '../shared/values';

const maxExecutions = 1000;

/** The claim of a store for a full sync. */
export interface Claim {
	readonly run: string;
	/** True once a request for the store was begun. */
	isSent: boolean;
}

/** By execution and store. Sub-workflows share the claims of the execution that called them. */
const claimsOfExecutions = new Map<string, Map<string, Claim>>();

/**
 * Makes what claims a store for this run of this node. The claim is not `isOwn` if another run in the same
 * execution has the store: of this node in a loop, of another node, or in a sub-workflow. A repetition of
 * this run by *Retry On Fail* may claim it again.
 */
export function claimFor(
	context: IExecuteFunctions,
): (store: string) => { readonly claim: Claim; readonly isOwn: boolean } {
	const execution = context.getExecutionId();
	let run: string | null = null;
	return (store) => {
		// Without an ID, executions cannot be told apart.
		if (isAbsent(execution)) return { claim: { run: '', isSent: false }, isOwn: true };
		run ??= `${execution} ${context.getNode().name} ${String(context.evaluateExpression('{{ $runIndex }}', 0))}`;
		const claims = claimsOf(callerOf(context) ?? execution);
		const claim = claims.get(store) ?? { run, isSent: false };
		claims.set(store, claim);
		return { claim, isOwn: claim.run === run };
	};
}

/** Undefined if no execution called this one, or if somebody runs it once more from n8n's list of executions. */
function callerOf(context: IExecuteFunctions): string | undefined {
	// Older releases of n8n do not have it.
	if (context.getMode() === 'retry' || !('getExecutionContext' in context)) return undefined;
	return context.getExecutionContext()?.parentExecutionId;
}

/** Evicts the least recently used execution. */
function claimsOf(execution: string): Map<string, Claim> {
	const claims = claimsOfExecutions.get(execution) ?? new Map<string, Claim>();
	claimsOfExecutions.delete(execution);
	claimsOfExecutions.set(execution, claims);
	const [oldest] = claimsOfExecutions.keys();
	if (oldest !== undefined && claimsOfExecutions.size > maxExecutions) {
		claimsOfExecutions.delete(oldest);
	}
	return claims;
}
