import { callWebhook, chain, kainic, webhook } from '../../tools/n8n';
import { isObject } from '../../tools/n8n/json';
import { type Load, type Reply, intoRegularOutput, replyOf } from './load';

const path = 'soak-predictions';

const workflow = chain('Predictions', [
	webhook(path, 'firstItem'),
	kainic(
		'Kainic Predict',
		{
			modelId: 'model-popular',
			platform: 'web',
			anonUid: '={{ $json.body.visitor }}',
			type: 'popular',
			output: 'response',
			options: { timeout: 2 },
		},
		intoRegularOutput,
	),
]);

type Answer = 'own' | 'failed' | { wrong: string };

/** Two visitors a second, each waiting for recommendations. */
export function predictionLoad(): Load {
	const answers: Answer[] = [];
	return {
		name: 'every visitor gets recommendations for them, or a failure with its code',
		workflow,
		interval: 500,
		async fire(n8n, round) {
			const visitor = `visitor-${round}`;
			const reply = await replyOf(callWebhook(n8n, path, { visitor }));
			answers.push(judge(reply, visitor));
		},
		account: () => {
			const own = answers.filter((answer) => answer === 'own').length;
			const failed = answers.filter((answer) => answer === 'failed').length;
			const wrong = answers.flatMap((answer) => (typeof answer === 'object' ? [answer.wrong] : []));
			const problems = own > 0 ? wrong : [...wrong, 'Nobody got recommendations.'];
			const figure = `${answers.length} predictions: ${own} answered, ${failed} failed`;
			return { figures: [figure], problems: problems.slice(0, 10) };
		},
	};
}

function judge(reply: Reply, visitor: string): Answer {
	if (reply.kind === 'none') return { wrong: `${visitor} got no answer: ${reply.reason}` };
	const { value } = reply;
	if (isObject(value) && value['uid'] === visitor) return 'own';
	const error = isObject(value) ? value['error'] : undefined;
	if (isObject(error) && typeof error['code'] === 'string') return 'failed';
	return { wrong: `${visitor} got ${JSON.stringify(value).slice(0, 300)}` };
}
