import { isRecord } from '../values';
import type { World } from '../world';
import { refusedKey, refusedProject } from './access';
import { askModel, readQuestion } from './model';
import { failure, type KainicRequest, type Verdict } from './verdict';

/** Answers a model prediction. */
export function predict(request: KainicRequest, world: World): Verdict {
	const refused = refusedKey(request, world);
	if (refused !== undefined) return refused;
	if (!isRecord(request.body)) return failure(world, 'predict', 'missing_fields');
	request.record.body = request.body;
	const read = readQuestion(request, request.body, world);
	if (read.type === 'refused') return read.verdict;
	const { question } = read;
	const modelId = String(question.body['kainic_mid']);
	const verdict =
		refusedProject(question.body['kainic_pid'], world) ??
		askModel('predict', modelId, question, world);
	if (verdict.type === 'success') {
		world.ledger.predictions.push({
			request: request.record.number,
			modelId,
			experimentId: null,
			group: null,
			anonUid: question.anonUid,
			itemIds: question.itemIds,
		});
	}
	return verdict;
}
