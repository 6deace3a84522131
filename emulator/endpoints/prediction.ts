import type { World } from '../world';
import { answerQuestion, askModel } from './model';
import type { KainicRequest, Verdict } from './verdict';

/** Answers a model prediction. */
export function predict(request: KainicRequest, world: World): Verdict {
	return answerQuestion('predict', request, world, (question) => {
		const { anonUid, itemIds, body } = question;
		const modelId = String(body['kainic_mid']);
		const verdict = askModel(modelId, question, world);
		if (verdict.type === 'success') {
			const { number } = request.record;
			const asked = { modelId, experimentId: null, group: null, anonUid, itemIds };
			world.ledger.addPrediction({ request: number, ...asked }, null);
		}
		return verdict;
	});
}
