import { z } from 'zod/v4';

export const status = z.int().min(200).max(599);

/** A tracker without a store gets its events dismissed; an empty list of domains allows any. */
const tracker = z.strictObject({
	storeId: z.string().nullable(),
	/** Origins such as `https://shop.example`, compared with the `Origin` or `Referer` header. */
	allowedDomains: z.array(z.string()),
});
export type Tracker = z.infer<typeof tracker>;

const modelKind = z.enum(['popular', 'similar', 'not_deployed', 'no_endpoint', 'broken']);
export type ModelKind = z.infer<typeof modelKind>;

const group = z.strictObject({
	name: z.string(),
	/** Percent of the sessions. The shares of an experiment add up to 100. */
	share: z.number().min(0).max(100),
	/** Null makes this the control group. */
	modelId: z.string().nullable(),
});

const experiment = z.strictObject({ active: z.boolean(), groups: z.array(group) });
export type Experiment = z.infer<typeof experiment>;

/** Everything that can be changed while the emulator runs. */
const settings = z.strictObject({
	/** Key of the project: events, predictions and uploads. */
	apiKey: z.string(),
	/** Key of the experiments, which take no other. */
	experimentApiKey: z.string(),
	projectId: z.string(),
	/** HTTP status of all refusals, except of a refused key. */
	failureStatus: status,
	/** Larger requests get the platform's own HTTP 413. */
	maxRequestBytes: z.int().min(0),
	/** Events that may still be collected. 0: the credit is used up. Null: no limit. */
	credit: z.int().min(0).nullable(),
	trackers: z.record(z.string(), tracker),
	models: z.record(z.string(), modelKind),
	experiments: z.record(z.string(), experiment),
	stores: z.array(z.string()),
	/** Additional required fields of an event, with their types. */
	requiredEventFields: z.record(
		z.string(),
		z.enum(['string', 'number', 'boolean', 'object', 'array']),
	),
	/** Visitors by `anon_uid`. A request with an event of one of them gets 500, and nothing is collected. */
	brokenVisitors: z.array(z.string()),
	/** Whether the valid events of a refused batch are collected all the same. */
	acceptPartOfBatch: z.boolean(),
	/** How many recommendations an answer holds at most. */
	recommendationCount: z.int().min(0),
});
export type Settings = z.infer<typeof settings>;

/** What may be given at the start or changed later. Maps are merged, everything else replaced. */
export type SettingsPatch = Partial<Settings>;

/** @throws an Error that names the first field of JSON from outside that is not valid */
export function settingsPatchOf(json: unknown): SettingsPatch {
	return checked('settings', settings.partial() as z.ZodType<SettingsPatch>, json);
}

/** @throws an Error that names the first field that is not valid */
export function checked<T>(name: string, schema: z.ZodType<T>, json: unknown): T {
	const { data, error } = schema.safeParse(json);
	if (error === undefined) return data;
	const [issue] = error.issues;
	throw new Error(
		[`The ${name}`, issue?.path.join('.'), issue?.message].filter(Boolean).join(': '),
	);
}

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
	};
}
