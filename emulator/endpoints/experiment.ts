import { createHash } from 'node:crypto';

import { experimentOf } from '../seed';
import type { Experiment, ExperimentGroup } from '../settings';
import type { World } from '../world';
import { answer, answerQuestion, askModel } from './model';
import { failure, type KainicRequest, type Verdict } from './verdict';

/** Answers an experiment: the session decides the group, and the group decides the model. */
export function predictInExperiment(request: KainicRequest, world: World): Verdict {
	return answerQuestion('experiment', request, world, (question) => {
		const { anonUid, itemIds, body } = question;
		const experimentId = String(body['kainic_exp_id']);
		const sessionId = String(body['sid']);
		const experiment = experimentOf(world.settings, experimentId);
		const group = groupOf(experiment, experimentId, sessionId);
		if (!experiment.active || group === undefined) {
			return failure(world, 'experiment', 'experiment_inactive');
		}
		const { modelId, name } = group;
		const verdict =
			modelId === null ? answer(null, question, []) : askModel(modelId, question, world);
		if (verdict.type === 'success') {
			const asked = { modelId, experimentId, group: name, anonUid, itemIds };
			world.ledger.addPrediction({ request: request.record.number, ...asked }, sessionId);
		}
		return verdict;
	});
}

/**
 * The group of a session: its hash, as a number from 0 to 100, falls into one of the shares. The
 * same session is always in the same group of an experiment.
 * @returns undefined where the experiment has no groups
 */
export function groupOf(
	experiment: Experiment,
	experimentId: string,
	sessionId: string,
): ExperimentGroup | undefined {
	const hash = createHash('sha256').update(`${experimentId}\n${sessionId}`).digest();
	const point = (hash.readUInt32BE(0) / 2 ** 32) * 100;
	let upTo = 0;
	for (const group of experiment.groups) {
		upTo += group.share;
		if (point < upTo) return group;
	}
	return experiment.groups.at(-1);
}
