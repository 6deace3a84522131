import type { Violation } from '../contract';
import { recommend } from '../recommend';
import { modelKindOf } from '../seed';
import type { EndpointName } from '../settings';
import type { World } from '../world';
import { failure, violationFailure, type KainicRequest, type Verdict } from './verdict';

/** What Predict and Experiment requests share. */
export interface Question {
	anonUid: string;
	uid: string | undefined;
	itemIds: string[];
	fullItemsData: boolean;
	/** The whole body, for what only one of the endpoints has. */
	body: Record<string, unknown>;
}

export type ReadQuestion =
	{ type: 'question'; question: Question } | { type: 'refused'; verdict: Verdict };

/** Checks a body against the contract. `items` and `type` come first, as the API names them. */
export function readQuestion(
	request: KainicRequest,
	body: Record<string, unknown>,
	world: World,
): ReadQuestion {
	const { endpoint } = request;
	const { items } = body;
	const itemIds = typeof items === 'string' ? items.split(',') : stringsOf(items);
	if (body['type'] === undefined && (body['items'] === undefined || isEmptyList(body['items']))) {
		return { type: 'refused', verdict: failure(world, endpoint, 'items_or_type') };
	}
	const violation = itemsViolation(body, world) ?? checkBody(endpoint, body, world);
	if (violation !== undefined) {
		return { type: 'refused', verdict: violationFailure(world, endpoint, violation) };
	}
	const { anon_uid: anonUid, uid } = body;
	const question = {
		anonUid: typeof anonUid === 'string' ? anonUid : '',
		uid: typeof uid === 'string' ? uid : undefined,
		itemIds,
		fullItemsData: body['return_full_items_data'] === true,
		body,
	};
	return { type: 'question', question };
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
	return contract.checkRequest[endpoint]({ ...body, ...asArray });
}

/** Lets a model answer, or fail in the way that its kind fails. */
export function askModel(
	endpoint: EndpointName,
	modelId: string,
	question: Question,
	world: World,
): Verdict {
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
