import { createHash } from 'node:crypto';

import { fields } from '../kainic';
import { recommend } from '../recommend';
import { experimentOf, modelKindOf } from '../seed';
import type { Experiment } from '../settings';
import type { Prediction } from '../state/records';
import { isObject } from '../../n8n/json';
import type { World } from '../world';
import { failure, refusedProject, wrongField } from './verdict';
import type { KainicRequest, Verdict } from './verdict';

/** What a model is asked. */
interface Question {
	endpoint: 'predict' | 'experiment';
	anonUid: string;
	uid: string | undefined;
	itemIds: string[];
	fullItemsData: boolean;
}

type Body = Record<string, unknown>;

/** The model that answers, and why it does. */
type Choice = Pick<Prediction, 'modelId' | 'experimentId' | 'group'>;

/** Answers a model prediction. */
export function predict(request: KainicRequest, world: World): Verdict {
	return answerQuestion('predict', request, world, (body) => ({
		modelId: String(body['kainic_mid']),
		experimentId: null,
		group: null,
	}));
}

/** Answers an experiment: the session decides the group, and the group decides the model. */
export function predictInExperiment(request: KainicRequest, world: World): Verdict {
	return answerQuestion('experiment', request, world, (body) => {
		const experimentId = String(body['kainic_exp_id']);
		const experiment = experimentOf(world.settings, experimentId);
		const group = groupOf(experiment, experimentId, String(body['sid']));
		if (!experiment.active || group === undefined) return undefined;
		return { modelId: group.modelId, experimentId, group: group.name };
	});
}

/** Checks body and project, and lets the chosen model answer. `items` and `type` come first, as the API names them. */
function answerQuestion(
	endpoint: Question['endpoint'],
	{ body, record }: KainicRequest,
	world: World,
	choose: (body: Body) => Choice | undefined,
): Verdict {
	if (!isObject(body)) return failure(endpoint, 'missing_fields');
	record.body = body;
	const { items, type } = body;
	if (type === undefined && (items === undefined || (Array.isArray(items) && items.length === 0))) {
		return failure(endpoint, 'items_or_type');
	}
	const refused =
		wrongField(endpoint, body, fields[endpoint]) ?? refusedProject(body['kainic_pid'], world);
	if (refused !== undefined) return refused;
	const choice = choose(body);
	if (choice === undefined) return failure('experiment', 'experiment_inactive');
	const question = questionOf(endpoint, body);
	const { modelId } = choice;
	const verdict =
		modelId === null ? answer(null, question, []) : askModel(modelId, question, world);
	if (verdict.type === 'success') {
		const { anonUid, itemIds } = question;
		const sessionId = String(body['sid']);
		world.ledger.predictions.push({
			request: record.number,
			...choice,
			...{ anonUid, sessionId, itemIds },
		});
	}
	return verdict;
}

/** Lets a model answer, or fail in the way that its kind fails. */
function askModel(modelId: string, question: Question, world: World): Verdict {
	const { endpoint, itemIds } = question;
	const { settings, ledger } = world;
	const kind = modelKindOf(settings, modelId);
	if (kind === 'not_deployed' || kind === 'no_endpoint') return failure(endpoint, kind);
	if (kind === 'broken') {
		const values = { kainic_pid: settings.projectId, error: 'The endpoint did not answer' };
		return failure(endpoint, 'prediction_failed', values);
	}
	if (kind === 'similar' && itemIds.length === 0) return failure(endpoint, 'no_items');
	return answer(modelId, question, recommend(ledger, question, settings.recommendationCount));
}

/** The success of a prediction; without a model it is a control group's. */
function answer(modelId: string | null, question: Question, items: unknown[]): Verdict {
	const data = {
		deployment_job_id: `deployment-${modelId ?? 'none'}`,
		kainic_mid: modelId,
		uid: question.uid ?? question.anonUid,
		items,
	};
	return { type: 'success', data };
}

function questionOf(endpoint: Question['endpoint'], body: Body): Question {
	const { items, anon_uid: anonUid, uid } = body;
	return {
		endpoint,
		anonUid: typeof anonUid === 'string' ? anonUid : '',
		uid: typeof uid === 'string' ? uid : undefined,
		itemIds: Array.isArray(items) ? items.filter((id) => typeof id === 'string') : [],
		fullItemsData: body['return_full_items_data'] === true,
	};
}

/**
 * The group of a session: its hash, as a number from 0 to 100, falls into one of the shares. The
 * same session is always in the same group of an experiment.
 * @returns undefined if the experiment has no groups
 */
function groupOf(experiment: Experiment, experimentId: string, sessionId: string) {
	const hash = createHash('sha256').update(`${experimentId}\n${sessionId}`).digest();
	const point = (hash.readUInt32BE(0) / 2 ** 32) * 100;
	let upTo = 0;
	for (const group of experiment.groups) {
		upTo += group.share;
		if (point < upTo) return group;
	}
	return experiment.groups.at(-1);
}
