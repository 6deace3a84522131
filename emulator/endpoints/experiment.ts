import { createHash } from 'node:crypto';

import { experimentOf } from '../seed';
import type { Experiment, ExperimentGroup } from '../settings';
import { isRecord } from '../values';
import type { World } from '../world';
import { refusedKey, refusedProject } from './access';
import { answer, askModel, readQuestion, type Question } from './model';
import { failure, type KainicRequest, type Verdict } from './verdict';

/** Answers an experiment: the session decides the group, and the group decides the model. */
export function predictInExperiment(request: KainicRequest, world: World): Verdict {
	const refused = refusedKey(request, world);
	if (refused !== undefined) return refused;
	if (!isRecord(request.body)) return failure(world, 'experiment', 'missing_fields');
	request.record.body = request.body;
	const read = readQuestion(request, request.body, world);
	if (read.type === 'refused') return read.verdict;
	const { question } = read;
	return (
		refusedProject(question.body['kainic_pid'], world) ?? askExperiment(request, question, world)
	);
}

function askExperiment(request: KainicRequest, question: Question, world: World): Verdict {
	const experimentId = String(question.body['kainic_exp_id']);
	const sessionId = String(question.body['sid']);
	const experiment = experimentOf(world.settings, experimentId);
	const group = groupOf(experiment, experimentId, sessionId);
	if (!experiment.active || group === undefined) {
		return failure(world, 'experiment', 'experiment_inactive');
	}
	const verdict =
		group.modelId === null
			? answer(null, question, [])
			: askModel('experiment', group.modelId, question, world);
	if (verdict.type === 'success') {
		world.ledger.experiments.add(experimentId, group.name, sessionId);
		world.ledger.predictions.push({
			request: request.record.number,
			modelId: group.modelId,
			experimentId,
			group: group.name,
			anonUid: question.anonUid,
			itemIds: question.itemIds,
		});
	}
	return verdict;
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
