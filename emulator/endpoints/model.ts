import type { Violation } from '../contract';
import { recommend } from '../recommend';
import { modelKindOf } from '../seed';
import type { EndpointName } from '../settings';
import { isRecord } from '../values';
import type { World } from '../world';
import { refusedKey, refusedProject } from './access';
import { failure, violationFailure, type KainicRequest, type Verdict } from './verdict';

/** What Predict and Experiment requests share. */
export interface Question {
	endpoint: 'predict' | 'experiment';
	anonUid: string;
	uid: string | undefined;
	itemIds: string[];
	fullItemsData: boolean;
	/** The whole body, for what only one of the endpoints has. */
	body: Record<string, unknown>;
}

/** Checks key, body and project, and lets `ask` answer. `items` and `type` come first, as the API names them. */
export function answerQuestion(
	endpoint: Question['endpoint'],
	{ apiKey, body, record }: KainicRequest,
	world: World,
	ask: (question: Question) => Verdict,
): Verdict {
	const refused = refusedKey(endpoint, apiKey, world);
	if (refused !== undefined) return refused;
	if (!isRecord(body)) return failure(world, endpoint, 'missing_fields');
	record.body = body;
	const { items, type, anon_uid: anonUid, uid } = body;
	if (type === undefined && (items === undefined || isEmptyList(items))) {
		return failure(world, endpoint, 'items_or_type');
	}
	const violation = itemsViolation(body, world) ?? checkBody(endpoint, body, world);
	if (violation !== undefined) return violationFailure(world, endpoint, violation);
	const question = {
		endpoint,
		anonUid: typeof anonUid === 'string' ? anonUid : '',
		uid: typeof uid === 'string' ? uid : undefined,
		itemIds: typeof items === 'string' ? items.split(',') : stringsOf(items),
		fullItemsData: body['return_full_items_data'] === true,
		body,
	};
	return refusedProject(body['kainic_pid'], world) ?? ask(question);
}

function itemsViolation({ items }: Record<string, unknown>, world: World): Violation | undefined {
	if (!world.settings.itemsAsText || items === undefined || typeof items === 'string') {
		return undefined;
	}
	return { type: 'wrong_type', field: 'items', expected: 'string' };
}

/** The contract knows `items` as an array only. */
function checkBody(
	endpoint: EndpointName,
	body: Record<string, unknown>,
	{ contract, settings }: World,
): Violation | undefined {
	const { items } = body;
	const asArray = settings.itemsAsText && typeof items === 'string' ? { items: [items] } : {};
	return contract.of(endpoint).checkRequest({ ...body, ...asArray });
}

/** Lets a model answer, or fail in the way that its kind fails. */
export function askModel(modelId: string, question: Question, world: World): Verdict {
	const { endpoint } = question;
	const { projectId } = world.settings;
	const kind = modelKindOf(world.settings, modelId);
	if (kind === 'not_deployed' || kind === 'no_endpoint') return failure(world, endpoint, kind);
	if (kind === 'broken') {
		const values = { kainic_pid: projectId, error: 'The endpoint did not answer' };
		return failure(world, endpoint, 'prediction_failed', values);
	}
	if (kind === 'similar' && question.itemIds.length === 0) {
		return failure(world, endpoint, 'no_items');
	}
	return answer(modelId, question, recommendFor(question, world));
}

/** The success of a prediction; without a model it is a control group's. */
export function answer(modelId: string | null, question: Question, items: unknown[]): Verdict {
	const data = {
		deployment_job_id: `deployment-${modelId ?? 'none'}`,
		kainic_mid: modelId,
		uid: question.uid ?? question.anonUid,
		items,
	};
	return { type: 'success', data };
}

function recommendFor(question: Question, world: World): unknown[] {
	return recommend(world.ledger, {
		withoutItemIds: question.itemIds,
		count: world.settings.recommendationCount,
		fullItemsData: question.fullItemsData,
	});
}

function stringsOf(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

function isEmptyList(value: unknown): boolean {
	return Array.isArray(value) && value.length === 0;
}
