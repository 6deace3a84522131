import assert from 'node:assert/strict';
import { type Session, callWebhook, chain, kainic, webhook } from '../../../tools/n8n';
import { isObject } from '../../../tools/n8n/json';
import { executionsOf } from '../workers';
import { test } from '../queue-stage';

const path = 'queue-predictions';
const count = 250;
const atOnce = 20;

const workflow = chain('Predictions', [
	webhook(path, 'firstItem'),
	kainic('Kainic Predict', {
		modelId: 'model-popular',
		platform: 'web',
		anonUid: '={{ $json.body.visitor }}',
		type: 'popular',
		output: 'response',
		options: {},
	}),
]);

test('250 visitors ask at a webhook and each gets the recommendations for them, by both workers', async (stage) => {
	const { workers, n8n, emulator, report, activate } = stage;
	const before = workers.map((worker) => executionsOf(worker).length);
	await activate(workflow);
	const visitors = Array.from({ length: count }, (_, index) => `visitor-${index}`).values();
	const askInTurn = async (): Promise<void> => {
		for (const visitor of visitors) assert.equal(await ask(n8n, visitor), visitor);
	};
	await Promise.all(Array.from({ length: atOnce }, askInTurn));

	assert.equal(emulator.world.ledger.predictions.length, count);
	const [first = 0, second = 0] = workers.map(
		(worker, index) => executionsOf(worker).length - (before[index] ?? 0),
	);
	assert.equal(first + second, count);
	assert.ok(Math.min(first, second) > 0, `one worker did everything: ${first}, ${second}`);
	report(`        the workers answered ${first} and ${second}`);
});

/** The visitor that the recommendations are for, as Kainic's answer names it. */
async function ask(n8n: Session, visitor: string): Promise<unknown> {
	const response = await callWebhook(n8n, path, { visitor });
	const answer: unknown = await response.json();
	assert.equal(response.status, 200, JSON.stringify(answer));
	assert.ok(isObject(answer) && Array.isArray(answer['items']), JSON.stringify(answer));
	return answer['uid'];
}
