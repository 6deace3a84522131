import { recommend } from '../recommend';
import { modelKindOf } from '../seed';
import type { World } from '../world';
import { failure, type Verdict } from './verdict';

/** What a model is asked. */
export interface Question {
	endpoint: 'predict' | 'experiment';
	anonUid: string;
	uid: string | undefined;
	itemIds: string[];
	fullItemsData: boolean;
}

/** Lets a model answer, or fail in the way that its kind fails. */
export function askModel(modelId: string, question: Question, world: World): Verdict {
	const { endpoint, itemIds } = question;
	const { settings, ledger } = world;
	const kind = modelKindOf(settings, modelId);
	if (kind === 'not_deployed' || kind === 'no_endpoint') return failure(world, endpoint, kind);
	if (kind === 'broken') {
		const values = { kainic_pid: settings.projectId, error: 'The endpoint did not answer' };
		return failure(world, endpoint, 'prediction_failed', values);
	}
	if (kind === 'similar' && itemIds.length === 0) return failure(world, endpoint, 'no_items');
	return answer(modelId, question, recommend(ledger, question, settings.recommendationCount));
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
