import type { FailureCode } from '../../nodes/shared/failure';

export type EndpointName = 'predict' | 'events' | 'catalog' | 'experiment';

/** The key that a request is sent with; a made-up one is sent to see what a bad key gets. */
export type KeyName = 'project' | 'experiment' | 'made-up' | 'none';

/** The account that is asked with. What is null is not known, and what needs it is not asked. */
export interface Account {
	readonly projectId: string;
	readonly trackerId: string | null;
	readonly modelId: string | null;
	readonly experimentId: string | null;
	readonly storeId: string | null;
	/** Origin that the tracker accepts. */
	readonly origin: string | null;
}

/** Everything that decides what is asked, and what the answers mean. Holds no key. */
export interface Check {
	readonly account: Account;
	/** Marks all made-up IDs of a run; letters and digits. */
	readonly mark: string;
	readonly hasExperimentKey: boolean;
	readonly allowEvents: boolean;
	readonly limits: boolean;
	/** Whether the report may hold IDs of the account. */
	readonly withIds: boolean;
	/** The contract's message for a refused key, which is inferred. */
	readonly refusedKey: string;
	/** Whether the good event of the mixed batch is in the Kainic Console; null if nobody looked. */
	readonly batchArrived: boolean | null;
}

/** The IDs in requests: those of the account and made-up ones, or names in their place. */
export interface Values {
	readonly projectId: string;
	readonly trackerId: string;
	readonly modelId: string;
	readonly experimentId: string;
	readonly storeId: string;
	readonly visitor: string;
	readonly session: string;
	readonly item: string;
	readonly madeUp: {
		readonly projectId: string;
		readonly trackerId: string;
		readonly modelId: string;
		readonly experimentId: string;
		readonly storeId: string;
		readonly key: string;
	};
}

export interface ProbeRequest {
	readonly path: string;
	readonly contentType: string;
	readonly body: string;
	/** What the body is made of, if it is a form. */
	readonly form?: readonly FormPart[];
}

export interface FormPart {
	readonly name: string;
	readonly content: string;
	/** Null for a field. */
	readonly fileName: string | null;
}

/** What an answer can be: a success, or a failure with one of the nodes' codes. */
export type Answered = 'success' | FailureCode;

/** One question to Kainic. */
export interface Probe {
	readonly id: string;
	readonly endpoint: EndpointName;
	readonly key: KeyName;
	/** What the request holds. */
	readonly title: string;
	/** What it can do in the worst case. */
	readonly worstCase: string;
	/** What each answer would mean. */
	readonly means: Partial<Record<Answered, string>>;
	/** Whether nothing further goes to its endpoint if it is accepted: then the documented rules do not hold. */
	readonly mustBeRefused: boolean;
	/** Whether Kainic may accept an event of it. */
	readonly mayAddEvent: boolean;
	readonly request: (values: Values) => ProbeRequest;
}

/** How one attempt ended. The keys are removed from the body. */
export type Outcome =
	| {
			readonly kind: 'answer';
			readonly status: number;
			readonly body: string;
			readonly retryAfter: string | null;
	  }
	| { readonly kind: 'silence'; readonly reason: 'timeout' | 'network'; readonly detail: string }
	| { readonly kind: 'skipped' };

/** A probe that was asked, and how its last attempt ended. */
export interface Entry {
	readonly probe: string;
	readonly attempts: number;
	readonly outcome: Outcome;
}

/** Why no further request is sent. */
export type EndReason = 'complete' | 'interrupted' | 'stopped';

export type Verdict = 'confirmed' | 'different' | 'open';

/** An option of a node that makes up for a difference, with its value ready to paste. */
export interface Remedy {
	readonly node: string;
	readonly option: string;
	readonly value: unknown;
}

/** What is known of one claim about the API. */
export interface Finding {
	readonly id: string;
	/** The claim as this project makes it. */
	readonly claim: string;
	readonly verdict: Verdict;
	/** What was seen, or why it is open. */
	readonly seen: string;
	/** The probes whose answers say so. */
	readonly probes: readonly string[];
	/** Places of openapi/kainic.yaml that the finding concerns. */
	readonly contract: readonly string[];
	readonly remedies: readonly Remedy[];
}
