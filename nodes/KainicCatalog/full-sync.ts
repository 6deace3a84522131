import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError, type Failure } from '../shared/failure';
import type { RunContext } from '../shared/operation';
import { formatNumber, isAbsent } from '../shared/values';
import type { Content } from './products';
import type { Upload } from './uploads';
import { pause } from '../shared/pause';

/** What the number of products must pass. Of several values for a store, the strictest counts. */
export interface Guards {
	readonly minProducts: number;
	/** Products of the last upload; 0 if there is nothing to compare with. */
	readonly previousProducts: number;
	/** Percent. */
	readonly maxShrink: number;
}

interface OwnClaim {
	readonly run: string;
	/** True after a request for the store has started. */
	isSent: boolean;
}

/** Who may send a full sync of a store in this execution: this run, or another one that sent it or was refused. */
export type Claim = OwnClaim | 'sent_elsewhere' | 'refused_elsewhere';

export const previousName = 'options.previousProducts';

/**
 * The error of the whole run if some items of a full sync are refused; null if none is. A full sync is
 * everything or nothing: it replaces a catalog, and a part of it would delete the rest.
 */
export function refusalOfAll([first, ...others]: readonly Failure[]): InputError | null {
	if (first === undefined) return null;
	const { code, headline, message, description } = first;
	const more = others.length === 0 ? '' : ` Items with errors: ${others.length + 1}.`;
	const reason =
		'Nothing was uploaded, because the catalog would be incomplete without the items that have errors.';
	return new InputError(message + more, { code, headline, advice: `${description} ${reason}` });
}

export function refuseIncompleteSync(
	{ context }: RunContext,
	{ storeId, claim, sameStore }: Upload,
): void {
	if (context.getNode().executeOnce === true) {
		throw suspicious(
			'Execute Once is on, so this node gets only the first input item. A full sync would remove all other products.',
			'Switch Execute Once off in the settings of this node.',
		);
	}
	if (claim === 'refused_elsewhere') {
		throw suspicious(
			`In this execution, an earlier full sync of the store "${storeId}" had errors and was not sent. This full sync may contain only a part of the products.`,
			'Correct the items that had errors, and run the workflow again.',
		);
	}
	if (claim === 'sent_elsewhere') {
		throw suspicious(
			`This execution already sent a full sync of the store "${storeId}", in this node, another Kainic Catalog node or a sub-workflow. A second full sync would remove the products of the first full sync.`,
			'The catalog may now have only the products of the first full sync. If the first full sync failed, run the workflow again. Otherwise, send all products in one full sync. After a loop: connect this node to the Done output of Loop Over Items. After several branches: add a Merge node before this node. In a sub-workflow: call the sub-workflow only once, with all items.',
		);
	}
	if (sameStore.length === 1) return;
	throw suspicious(
		`Several files are for the store "${storeId}". Each full sync would replace the products of the previous full sync.`,
		'Put all products of a store into one file.',
	);
}

/** Throws an InputError for a guard that is not a number: a faulty expression must not switch it off. */
export async function readGuards(
	{ parameters, cancel }: RunContext,
	indexes: readonly number[],
): Promise<Guards> {
	const strictest = async (name: string, choose: (...values: readonly number[]) => number) => {
		const { title, property, holdsExpression } = parameters.get(name);
		const least = property?.typeOptions?.minValue ?? 0;
		if (!parameters.isGiven(name)) return Number(property?.default);
		const own = holdsExpression ? indexes : indexes.slice(0, 1);
		const values: number[] = [];
		for (const index of own) {
			await pause();
			cancel?.throwIfAborted();
			const item = parameters.at(index);
			// An empty value is refused. Its default would be a guard that the panel does not show.
			const number = item.optional(name) === undefined ? Number.NaN : item.number(name);
			if (Number.isNaN(number) || number < least) {
				throw new InputError(`${title} must be a number of at least ${least}.`, {
					advice: `The full sync was not sent. Correct ${title}, or its expression.`,
				});
			}
			values.push(number);
		}
		return values.reduce((left, right) => choose(left, right));
	};
	return {
		minProducts: await strictest('minProducts', Math.max),
		previousProducts: await strictest(previousName, Math.max),
		maxShrink: await strictest('options.maxShrink', Math.min),
	};
}

/** Why a full sync would leave the store with suspiciously few products; null if it would not. */
export function guardProblem(
	{ products, repeated, missingId }: Pick<Content, 'products' | 'repeated' | 'missingId'>,
	{ minProducts, previousProducts, maxShrink }: Guards,
	store: string,
): InputError | null {
	const counted = `${formatNumber(products)} ${products === 1 ? 'product' : 'products'}`;
	const same =
		repeated === 0
			? ''
			: ` Products that repeat an ID are not counted (${formatNumber(repeated)}).`;
	// A missing ID field often explains the low number.
	const ids = missingId === '' ? '' : `${missingId} `;
	if (products < minProducts) {
		return suspicious(
			`${ids}The upload for the ${store} has ${counted}, but Minimum Products is ${formatNumber(minProducts)}.${same}`,
			'Check the node that outputs the products. If the number is right, lower Minimum Products.',
		);
	}
	const shrink = ((previousProducts - products) / previousProducts) * 100;
	if (previousProducts === 0 || shrink <= maxShrink) return null;
	return suspicious(
		`${ids}The upload for the ${store} has ${counted}, and the last upload had ${formatNumber(previousProducts)}. That is ${formatNumber(Math.ceil(shrink * 100) / 100)} % fewer, but Maximum Shrink is ${maxShrink} %.${same}`,
		'Check the node that outputs the products. If the number is right, raise Maximum Shrink under Options, run the workflow, and set Maximum Shrink back.',
	);
}

function suspicious(message: string, remedy: string): InputError {
	return new InputError(message, {
		code: 'suspicious_catalog',
		advice: `The full sync was not sent. ${remedy}`,
	});
}

const maxExecutions = 1000;

/** By execution and store. Sub-workflows share the claims of the execution that called them. */
const claimsOfExecutions = new Map<string, Map<string, OwnClaim>>();

/**
 * Returns a function that claims a store for this run of this node. Another run in the same execution may
 * have the store: of this node in a loop, of another node, or in a sub-workflow. A repetition of this run
 * by *Retry On Fail* may claim it again.
 */
export function claimFor(context: IExecuteFunctions): (store: string) => Claim {
	const execution = context.getExecutionId();
	let run: string | null = null;
	return (store) => {
		// Without an ID, executions cannot be told apart.
		if (isAbsent(execution)) return { run: '', isSent: false };
		run ??= `${execution} ${context.getNode().name} ${String(context.evaluateExpression('{{ $runIndex }}', 0))}`;
		const claims = claimsOf(callerOf(context) ?? execution);
		const claim = claims.get(store) ?? { run, isSent: false };
		claims.set(store, claim);
		if (claim.run === run) return claim;
		return claim.isSent ? 'sent_elsewhere' : 'refused_elsewhere';
	};
}

/** Undefined if no execution called this one, or if somebody runs it again from n8n's list of executions. */
function callerOf(context: IExecuteFunctions): string | undefined {
	// Older releases of n8n do not have it.
	if (context.getMode() === 'retry' || !('getExecutionContext' in context)) return undefined;
	return context.getExecutionContext()?.parentExecutionId;
}

/** Evicts the least recently used execution. */
function claimsOf(execution: string): Map<string, OwnClaim> {
	const claims = claimsOfExecutions.get(execution) ?? new Map<string, OwnClaim>();
	claimsOfExecutions.delete(execution);
	claimsOfExecutions.set(execution, claims);
	const [oldest] = claimsOfExecutions.keys();
	if (oldest !== undefined && claimsOfExecutions.size > maxExecutions) {
		claimsOfExecutions.delete(oldest);
	}
	return claims;
}
