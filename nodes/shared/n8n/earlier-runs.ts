import type { IExecuteFunctions } from 'n8n-workflow';
import { isPlainObject } from '../values';

/** Remembers what other runs did in the same execution: of this node in a loop, of another, in sub-workflows. */
export interface EarlierRuns {
	/**
	 * Claims a key for this run of this node. Returns false if another run has it. A repetition of this run by
	 * *Retry On Fail* may claim it again.
	 */
	claim(key: string): boolean;
}

/** The run that claimed each key. */
type Claims = Record<string, unknown>;

const memoryName = 'kainicClaims';

/** Executions that are remembered. */
const mostExecutions = 1000;

/** The claims of an execution and of the sub-workflows that it called, by its ID. */
const claimsOfExecutions = new Map<string, Claims>();

/**
 * n8n keeps the context of a flow for all nodes of one execution, and stores it as JSON. A sub-workflow
 * is an execution of its own each time it is called: it shares what is kept for its caller.
 */
export function createEarlierRuns(context: IExecuteFunctions): EarlierRuns {
	let memory: { readonly flow: Claims; readonly shared: readonly Claims[] } | null = null;
	return {
		claim: (key) => {
			memory ??= {
				flow: claimsOf(context.getContext('flow')),
				shared: [context.getExecutionId(), callerOf(context)]
					.filter(isKnown)
					.map(claimsOfExecution),
			};
			const run = `${context.getNode().name} ${runIndex(context)}`;
			const call = `${context.getExecutionId()} ${run}`;
			const isFirst = claim(memory.flow, key, run);
			return memory.shared.map((claims) => claim(claims, key, call)).every(Boolean) && isFirst;
		},
	};
}

function claim(claims: Claims, key: string, run: string): boolean {
	if (!Object.hasOwn(claims, key)) claims[key] = run;
	return claims[key] === run;
}

/**
 * The execution that called this one as a sub-workflow; undefined if none did, or if somebody runs it
 * once more from n8n's list of executions.
 */
function callerOf(context: IExecuteFunctions): string | undefined {
	// Older releases of n8n do not have it.
	if (context.getMode() === 'retry' || !('getExecutionContext' in context)) return undefined;
	return context.getExecutionContext()?.parentExecutionId;
}

function isKnown(executionId: string | undefined): executionId is string {
	return executionId !== undefined && executionId !== '';
}

/** The execution that was asked for the longest time ago is forgotten, so that a caller outlives its calls. */
function claimsOfExecution(executionId: string): Claims {
	const claims = claimsOfExecutions.get(executionId) ?? {};
	claimsOfExecutions.delete(executionId);
	claimsOfExecutions.set(executionId, claims);
	const [oldest] = claimsOfExecutions.keys();
	if (oldest !== undefined && claimsOfExecutions.size > mostExecutions) {
		claimsOfExecutions.delete(oldest);
	}
	return claims;
}

function runIndex(context: IExecuteFunctions): string {
	return String(context.evaluateExpression('{{ $runIndex }}', 0));
}

function claimsOf(memory: Claims): Claims {
	const known = memory[memoryName];
	const claims: Claims = isPlainObject(known) ? known : {};
	memory[memoryName] = claims;
	return claims;
}
