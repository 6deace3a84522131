import type { IExecuteFunctions } from 'n8n-workflow';
import { isPlainObject } from '../values';

/** Remembers what other runs did in the same execution: of this node in a loop, or of another. */
export interface EarlierRuns {
	/**
	 * Claims a key for this run of this node. Returns false if another run has it. A repetition of this run by
	 * *Retry On Fail* may claim it again.
	 */
	claim(key: string): boolean;
}

const memoryName = 'kainicClaims';

/** n8n keeps the context of a flow for all nodes of one execution, and stores it as JSON. */
export function createEarlierRuns(context: IExecuteFunctions): EarlierRuns {
	let claims: Record<string, unknown> | null = null;
	let run: string | null = null;
	return {
		claim: (key) => {
			claims ??= claimsOf(context.getContext('flow'));
			run ??= `${context.getNode().name} ${runIndex(context)}`;
			if (!Object.hasOwn(claims, key)) claims[key] = run;
			return claims[key] === run;
		},
	};
}

function runIndex(context: IExecuteFunctions): string {
	return String(context.evaluateExpression('{{ $runIndex }}', 0));
}

/** The run that claimed each key. */
function claimsOf(memory: Record<string, unknown>): Record<string, unknown> {
	const known = memory[memoryName];
	const claims: Record<string, unknown> = isPlainObject(known) ? known : {};
	memory[memoryName] = claims;
	return claims;
}
