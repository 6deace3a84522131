import type { endpoint } from '../../nodes/shared/kainic/api';

/** The endpoints, under the `operationId` that openapi/kainic.yaml gives them. */
export type EndpointName = keyof typeof endpoint;

/** A tracker without a store gets its events dismissed; an empty list of domains allows any. */
export interface Tracker {
	storeId: string | null;
	/** Origins such as `https://shop.example`, compared with the `Origin` or `Referer` header. */
	allowedDomains: string[];
}

export type ModelKind = 'popular' | 'similar' | 'not_deployed' | 'no_endpoint' | 'broken';

export interface ExperimentGroup {
	name: string;
	/** Percent of the sessions. The shares of an experiment add up to 100. */
	share: number;
	/** Null makes this the control group. */
	modelId: string | null;
}

export interface Experiment {
	active: boolean;
	groups: ExperimentGroup[];
}

/** Everything that can be changed while the emulator runs. */
export interface Settings {
	/** Key of the project: events, predictions and uploads. */
	apiKey: string;
	/** Key of the experiments, which take no other. */
	experimentApiKey: string;
	projectId: string;
	/** HTTP status of every fail envelope but a refused key's. */
	failureStatus: number;
	/** The answer to a key or project that is refused, by default with the contract's message. */
	refusedKey: { status: number; message: string | null };
	/** Larger requests get the platform's own HTTP 413. */
	maxRequestBytes: number;
	/** Events that may still be collected. 0: the credit is used up. Null: no limit. */
	credit: number | null;
	trackers: Record<string, Tracker>;
	models: Record<string, ModelKind>;
	experiments: Record<string, Experiment>;
	stores: string[];
	/** Fields that an event needs besides those of the contract, with their types. */
	requiredEventFields: Record<string, 'string' | 'number' | 'boolean' | 'object' | 'array'>;
	/** Visitors by `anon_uid`. A request with an event of one of them gets 500, and nothing is collected. */
	brokenVisitors: string[];
	/** Whether the valid events of a refused batch are collected all the same. */
	acceptPartOfBatch: boolean;
	/** How many recommendations an answer holds at most. */
	recommendationCount: number;
	/** Whether `items` of a prediction must be a text. Otherwise it must be an array. */
	itemsAsText: boolean;
	/** The names that the form of an upload is to have: none of them is documented. */
	formFieldNames: Record<'kainic_pid' | 'store_id' | 'sync_mode' | 'file', string>;
}

/** What may be given at the start or changed later. Maps are merged, everything else replaced. */
export type SettingsPatch = Partial<Omit<Settings, 'formFieldNames'>> & {
	formFieldNames?: Partial<Settings['formFieldNames']>;
};

export interface EmulatorOptions extends SettingsPatch {
	/** 0, the default, takes any free port. */
	port?: number;
	/** Decides on faults with a probability. `Math.random` by default. */
	random?: () => number;
}

/** @returns new settings; the given ones are left as they are. */
export function mergeSettings(settings: Settings, patch: SettingsPatch): Settings {
	return {
		...settings,
		...patch,
		trackers: { ...settings.trackers, ...patch.trackers },
		models: { ...settings.models, ...patch.models },
		experiments: { ...settings.experiments, ...patch.experiments },
		formFieldNames: { ...settings.formFieldNames, ...patch.formFieldNames },
	};
}
