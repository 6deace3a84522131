import type { IExecuteFunctions } from 'n8n-workflow';
import { isPlainObject } from '../values';

/** Remembers what earlier runs of this node did in the same execution, e.g. in Loop Over Items. */
export interface EarlierRuns {
	/**
	 * Claims a key for this run. Returns false if an earlier run has it. A repetition of this run by
	 * *Retry On Fail* may claim it again.
	 */
	claim(key: string): boolean;
}

const memoryName = 'kainicClaims';

/** n8n keeps the context of a node for all its runs in one execution, and stores it as JSON. */
export function createEarlierRuns(context: IExecuteFunctions): EarlierRuns {
	let claims: Record<string, unknown> | null = null;
	let run: unknown = null;
	return {
		claim: (key) => {
			claims ??= claimsOf(context.getContext('node'));
			run ??= context.evaluateExpression('{{ $runIndex }}', 0);
			if (!Object.hasOwn(claims, key)) claims[key] = run;
			return claims[key] === run;
		},
	};
}

/** The index of the run that claimed each key. */
function claimsOf(memory: Record<string, unknown>): Record<string, unknown> {
	const known = memory[memoryName];
	const claims: Record<string, unknown> = isPlainObject(known) ? known : {};
	memory[memoryName] = claims;
	return claims;
}
