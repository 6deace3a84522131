import { InputProblem } from '../failure';
import { identifier, isAbsent, isPlainObject, nameOf, parseJson } from '../values';
import { endpoint, field, selectionMissingMessage } from './api';
import { identityFields } from './event';
import { checkPlatform } from './platform';

/** The body of a prediction request, under Kainic's names. */
export type PredictionBody = Readonly<Record<string, unknown>>;

/** What distinguishes the two prediction endpoints. */
export interface PredictionEndpoint {
	/** Below the base URL. */
	readonly path: string;
	/** The field that names what predicts: a model or an experiment. */
	readonly targetField: string;
	/** Whether an answer without a model is one to a control group. */
	readonly hasControlGroup: boolean;
	/** Fields of the request that every recommendation repeats, for an event about showing it. */
	readonly repeatedFields: readonly string[];
}

export const modelPrediction: PredictionEndpoint = {
	path: endpoint.modelPrediction(),
	targetField: field.modelId,
	hasControlGroup: false,
	repeatedFields: [],
};

export const experimentPrediction: PredictionEndpoint = {
	path: endpoint.experimentPrediction(),
	targetField: field.experimentId,
	hasControlGroup: true,
	repeatedFields: [field.experimentId, field.sid, field.platform, field.anonUid],
};

/** What is asked for, in the words of the panel; what is undefined is left out of the body. */
export interface Question {
	readonly projectId: string;
	/** ID of the model or the experiment. */
	readonly target: string;
	readonly platform: unknown;
	readonly anonUid: string;
	readonly uid: string | undefined;
	readonly sid: string | undefined;
	readonly itemIds: readonly string[];
	readonly type: string | undefined;
	readonly returnFullItemsData: boolean | undefined;
	/** Fields under Kainic's own names. They win over the others, and null removes one. */
	readonly additional: PredictionBody;
}

/**
 * The body that asks a question. Throws an InputProblem, which begins with `place`, for an unknown
 * platform and where neither items nor a type are asked for.
 */
export function predictionBody(
	{ targetField }: PredictionEndpoint,
	question: Question,
	place: string,
): PredictionBody {
	const { itemIds, type, returnFullItemsData: full } = question;
	checkPlatform(question.platform, place);
	const fields = {
		[field.projectId]: question.projectId,
		[targetField]: question.target,
		...identityFields(question),
		...(itemIds.length === 0 ? {} : { [field.items]: itemIds }),
		...(type === undefined ? {} : { [field.type]: type }),
		...(full === undefined ? {} : { [field.returnFullItemsData]: full }),
	};
	const body = withoutNulls({ ...fields, ...question.additional });
	if (isGiven(body[field.items]) || isGiven(body[field.type])) return body;
	throw new InputProblem(`${place}: ${selectionMissingMessage}`, {
		advice: 'Fill in Item IDs or Type, or check what their expressions give for this item.',
	});
}

function withoutNulls(fields: PredictionBody): PredictionBody {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function isGiven(value: unknown): boolean {
	return Array.isArray(value) ? value.length > 0 : !isAbsent(value);
}

/**
 * Item IDs as text: of one ID, of IDs separated by commas, or of an array, whose entries may hold
 * commas themselves. Empty ones are dropped. Throws an InputProblem for what is no ID.
 */
export function readItemIds(value: unknown, itemIndex: number): string[] {
	const entries: readonly unknown[] =
		typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [value];
	return entries
		.filter((entry) => !isBlank(entry))
		.map((entry) => identifier(entry, itemIndex, 'Item IDs'));
}

function isBlank(value: unknown): boolean {
	return isAbsent(value) || (typeof value === 'string' && value.trim() === '');
}

/** A JSON object that a user wrote, or an expression made. */
export interface JsonObject {
	/** As it was written, where it was. */
	readonly text: string;
	readonly fields: PredictionBody;
}

/** Reads a JSON object, given as text or as a value. `what` names it where it is none: an InputProblem. */
export function readJsonObject(value: unknown, itemIndex: number, what: string): JsonObject {
	const fields = typeof value === 'string' ? parseJson(value, itemIndex, what) : value;
	if (isPlainObject(fields)) {
		return { text: typeof value === 'string' ? value : JSON.stringify(fields), fields };
	}
	throw new InputProblem(
		`Item ${itemIndex}: ${what} is ${nameOf(fields)}, but it must be a JSON object.`,
	);
}

/** The model or experiment that a body asks; null where it does not name one as text. */
export function targetOf({ targetField }: PredictionEndpoint, body: PredictionBody): string | null {
	const target = Object.hasOwn(body, targetField) ? body[targetField] : undefined;
	return typeof target === 'string' && target !== '' ? target : null;
}
