import assert from 'node:assert/strict';
import { type Session, callWebhook, chain, kainic, webhook } from '../../../harness';
import { isObject } from '../../../harness/json';
import { executionsOf } from '../workers';
import type { QueueScenario } from '../stage';

const path = 'queue-predictions';
const count = 500;
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

export const manyPredictions: QueueScenario = {
	name: '500 visitors ask at a webhook and each gets the recommendations for them, by both workers',
	async run({ workers, n8n, emulator, report, activate }) {
		const before = workers.map((worker) => executionsOf(worker).length);
		await activate(workflow);
		const start = performance.now();
		const waits = await askAll(n8n);
		const seconds = (performance.now() - start) / 1000;

		assert.equal(emulator.world.ledger.predictions.length, count);
		const shares = workers.map(
			(worker, index) => executionsOf(worker).length - (before[index] ?? 0),
		);
		assert.equal(
			shares.reduce((sum, share) => sum + share, 0),
			count,
		);
		assert.ok(Math.min(...shares) > 0, `one worker did everything: ${shares.join(', ')}`);
		report(`        ${count} answers, each with its visitor's own ID, ${atOnce} at a time`);
		report(`        ${seconds.toFixed(1)} s, ${(count / seconds).toFixed(0)} a second`);
		report(`        an answer took ${percentile(waits, 50)} ms (median)`);
		report(`        and ${percentile(waits, 95)} ms at most for 95 % of them`);
		workers.forEach(({ name }, index) => report(`        ${name} ran ${shares[index]}`));
	},
};

/** Gives the milliseconds that each visitor waited. */
async function askAll(n8n: Session): Promise<number[]> {
	const waits: number[] = [];
	const visitors = Array.from({ length: count }, (_, index) => `visitor-${index}`).values();
	const askInTurn = async (): Promise<void> => {
		for (const visitor of visitors) {
			const start = performance.now();
			assert.equal(await ask(n8n, visitor), visitor);
			waits.push(performance.now() - start);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, askInTurn));
	return waits;
}

/** The visitor that the recommendations are for, as Kainic's answer names it. */
async function ask(n8n: Session, visitor: string): Promise<unknown> {
	const response = await callWebhook(n8n, path, { visitor });
	const answer: unknown = await response.json();
	assert.equal(response.status, 200, JSON.stringify(answer));
	assert.ok(isObject(answer) && Array.isArray(answer['items']), JSON.stringify(answer));
	return answer['uid'];
}

function percentile(values: readonly number[], percent: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return Math.round(sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN);
}
