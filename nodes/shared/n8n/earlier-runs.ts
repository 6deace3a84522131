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

/** Executions whose sub-workflows are remembered. */
const mostCallers = 1000;

/** The claims of the sub-workflows that an execution called, by its ID. */
const claimsOfCallers = new Map<string, Claims>();

/**
 * n8n keeps the context of a flow for all nodes of one execution, and stores it as JSON. A sub-workflow
 * is an execution of its own each time it is called: the calls share what is kept for their caller.
 */
export function createEarlierRuns(context: IExecuteFunctions): EarlierRuns {
	let memory: { readonly flow: Claims; readonly caller: Claims; readonly run: string } | null =
		null;
	return {
		claim: (key) => {
			memory ??= {
				flow: claimsOf(context.getContext('flow')),
				caller: claimsOfCaller(context),
				run: `${context.getNode().name} ${runIndex(context)}`,
			};
			const call = `${context.getExecutionId()} ${memory.run}`;
			return claim(memory.flow, key, memory.run) && claim(memory.caller, key, call);
		},
	};
}

function claim(claims: Claims, key: string, run: string): boolean {
	if (!Object.hasOwn(claims, key)) claims[key] = run;
	return claims[key] === run;
}

/**
 * What is shared with the other sub-workflows of the same caller; empty if no workflow called this one,
 * or if somebody runs it once more from n8n's list of executions.
 */
function claimsOfCaller(context: IExecuteFunctions): Claims {
	if (context.getMode() === 'retry') return {};
	// Older releases of n8n do not have it.
	const tells = 'getExecutionContext' in context;
	const caller = tells ? context.getExecutionContext()?.parentExecutionId : undefined;
	if (caller === undefined) return {};
	const known = claimsOfCallers.get(caller);
	if (known !== undefined) return known;
	const [oldest] = claimsOfCallers.keys();
	if (oldest !== undefined && claimsOfCallers.size >= mostCallers) claimsOfCallers.delete(oldest);
	const claims: Claims = {};
	claimsOfCallers.set(caller, claims);
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
