import assert from 'node:assert/strict';
import type { Fault } from '../../../emulator';
import {
	withExample,
	type Ask,
	type WebhookAnswer,
	type WebhookScenario,
	type WebhookStage,
} from './example-workflows';

const clients = 10;
const requestsPerClient = 20;

/** Milliseconds: the time budget of the example's Kainic Predict, and a second for n8n itself. */
const patience = 8000 + 1000;

/** What a shop saw of many visitors asking at once. */
export interface LoadFigures {
	readonly requests: number;
	readonly fromKainic: number;
	readonly fromErrorBranch: number;
	/** Visitors whom a second attempt served. */
	readonly servedByRetry: number;
	/** Requests that failed on purpose. */
	readonly faults: number;
	readonly medianMilliseconds: number;
	readonly slowestMilliseconds: number;
}

export const webhookUnderLoad: WebhookScenario = {
	name: '200 visitors, ten at a time, each get their own recommendations within the budget',
	run: async (stage) => {
		const figures = await askManyTimes(stage, []);
		stage.report(`  ${JSON.stringify(figures)}`);
		assert.equal(figures.fromKainic, clients * requestsPerClient);
	},
};

export const webhookUnderFaults: WebhookScenario = {
	name: '200 visitors are all answered while a fifth of the requests to Kainic fails',
	run: async (stage) => {
		const figures = await askManyTimes(stage, [
			{ kind: 'answer', status: 503, probability: 0.1, count: 'always', endpoint: 'predict' },
			// The chance among those that the first fault lets pass.
			{ kind: 'drop', at: 'request', probability: 1 / 9, count: 'always', endpoint: 'predict' },
		]);
		stage.report(`  ${JSON.stringify(figures)}`);
		assert.ok(figures.servedByRetry > 0);
		assert.ok(figures.fromErrorBranch > 0);
	},
};

/**
 * Asks the webhook of the first example, and checks that everybody was answered with what was asked
 * for, in time, and that each failed request was either made up for or answered by the error branch.
 */
export async function askManyTimes(stage: WebhookStage, faults: Fault[]): Promise<LoadFigures> {
	const { emulator } = stage;
	const answers: WebhookAnswer[] = [];
	await withExample(stage, 'recommendations-webhook.json', async (ask) => {
		await ask({ anon_uid: 'warm-up', type: 'trending' });
		emulator.reset();
		emulator.inject(...faults);
		await Promise.all(
			Array.from({ length: clients }, async (_, client) => {
				for (let index = 0; index < requestsPerClient; index += 1) {
					answers.push(await askAs(`visitor-${client}-${index}`, ask));
				}
			}),
		);
	});
	return figuresOf(answers, stage);
}

async function askAs(visitor: string, ask: Ask): Promise<WebhookAnswer> {
	const answer = await ask({ anon_uid: visitor, type: 'trending' });
	assert.equal(answer.status, 200);
	assert.equal(answer.body['anon_uid'], visitor);
	// Kainic answers whom it was asked for.
	if (answer.body['source'] === 'kainic') assert.equal(answer.body['uid'], visitor);
	assert.ok(answer.milliseconds < patience, `${visitor} waited ${answer.milliseconds} ms`);
	return answer;
}

function figuresOf(answers: readonly WebhookAnswer[], { emulator }: WebhookStage): LoadFigures {
	const times = answers.map(({ milliseconds }) => Math.round(milliseconds)).sort((a, b) => a - b);
	const count = (source: string) => answers.filter(({ body }) => body['source'] === source).length;
	const { requests } = emulator.world.ledger;
	const faults = requests.filter(({ fault }) => fault !== null).length;
	const fromErrorBranch = count('bestsellers');
	// Whoever got nothing from Kainic failed at both attempts.
	const servedByRetry = faults - 2 * fromErrorBranch;
	assert.equal(answers.length, clients * requestsPerClient);
	assert.equal(requests.length, answers.length + servedByRetry + fromErrorBranch);
	return {
		requests: answers.length,
		fromKainic: count('kainic'),
		fromErrorBranch,
		servedByRetry,
		faults,
		medianMilliseconds: times[Math.floor(times.length / 2)] ?? 0,
		slowestMilliseconds: times.at(-1) ?? 0,
	};
}
