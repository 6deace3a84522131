import assert from 'node:assert/strict';
import type { Fault } from '../../../tools/emulator';
import { test, type EditorStage } from '../setting/stage';
import { readExample } from './examples';
import { withExample, type WebhookAnswer } from './webhooks';

const clients = 10;
const questionsEach = 20;

/** Milliseconds: the time budget of the example's Kainic Predict, and a second for n8n itself. */
const patience = 8000 + 1000;

test('200 visitors, ten at a time, each get their own recommendations within the budget @night @n8n-2', async (stage) => {
	const answers = await askManyTimes(stage, []);
	assert.deepEqual(new Set(answers.map(({ body }) => body['source'])), new Set(['kainic']));
});

test('200 visitors are all answered while a fifth of the requests to Kainic fails @night @n8n-2', async (stage) => {
	const answers = await askManyTimes(stage, [
		{ kind: 'answer', status: 503, probability: 0.1, count: 'always', endpoint: 'predict' },
		// A ninth of the requests that the first fault does not hit.
		{ kind: 'drop', at: 'request', probability: 1 / 9, count: 'always', endpoint: 'predict' },
	]);
	const { requests } = stage.emulator.world.ledger;
	const failed = requests.filter(({ fault }) => fault !== null).length;
	const unserved = answers.filter(({ body }) => body['source'] === 'bestsellers').length;
	// For a visitor who got bestsellers, both attempts failed.
	const servedByRetry = failed - 2 * unserved;
	assert.ok(unserved > 0);
	assert.ok(servedByRetry > 0);
	assert.equal(requests.length, answers.length + servedByRetry + unserved);
});

/** The example with the visitor for whom Kainic answers. */
const example = readExample('recommendations-webhook.json', {
	change: (text) => text.replace("{ source: 'kainic',", "{ uid: $json.uid, source: 'kainic',"),
});

/** Asks the webhook of the first example, and checks that everybody was answered as themselves, in time. */
async function askManyTimes(
	stage: EditorStage,
	faults: readonly Fault[],
): Promise<readonly WebhookAnswer[]> {
	const { emulator } = stage;
	const answers: WebhookAnswer[] = [];
	await withExample(stage, example, async (ask) => {
		await ask({ anon_uid: 'warm-up', type: 'trending' });
		emulator.reset();
		emulator.inject(...faults);
		await Promise.all(
			Array.from({ length: clients }, async (_, client) => {
				for (let index = 0; index < questionsEach; index += 1) {
					const visitor = `visitor-${client}-${index}`;
					const answer = await ask({ anon_uid: visitor, type: 'trending' });
					const { body, milliseconds } = answer;
					assert.equal(answer.status, 200);
					if (body['source'] === 'kainic') assert.equal(body['uid'], visitor);
					assert.ok(milliseconds < patience, `${visitor} waited ${milliseconds} ms`);
					answers.push(answer);
				}
			}),
		);
	});
	return answers;
}
