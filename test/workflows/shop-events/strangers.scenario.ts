import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { elapsed, listExecutions } from '../../../tools/n8n';
import { test, type EditorStage } from '../../support/browser/editor-stage';
import { readExample, whileActive } from '../../support/workflows/examples';

const count = 10_000;

const atOnce = 50;

const origins = {
	'without an origin': {},
	'from another website': { origin: 'https://a.example' },
};

for (const [who, headers] of Object.entries(origins)) {
	test(`A stranger posts ${count} times to shop-events, ${who}: no run starts, and n8n works on @night`, async (stage) => {
		const stored = Object.values(stage.credentials);
		await whileActive(stage, readExample('shop-events.json'), stored, async (workflow) => {
			const [start, used] = [performance.now(), processorSeconds(stage)];
			const watched = watch(stage);
			const posting = Array.from({ length: atOnce }, async () => {
				for (let left = count / atOnce; left > 0; left -= 1) await post(stage, headers);
			});
			await Promise.all(posting);
			const longest = await watched.end();
			const seconds = processorSeconds(stage) - used;
			stage.report(
				`        ${count} posts ${who} took ${elapsed(start)} and ${seconds} s of a processor; another request waited ${longest} ms at most`,
			);
			assert.equal(stage.emulator.world.ledger.requests.length, 0);
			assert.deepEqual(await listExecutions(stage.n8n, workflow), []);
		});
	});
}

async function post(
	{ n8n }: EditorStage,
	headers: Readonly<Record<string, string>>,
): Promise<void> {
	const event = { platform: 'web', anon_uid: 'v', event_name: 'product_view', item_id: 'x' };
	const response = await fetch(`${n8n.url}/webhook/kainic-shop-events`, {
		method: 'POST',
		headers: { 'content-type': 'text/plain', ...headers },
		body: JSON.stringify([event]),
	});
	await response.text();
}

/** Asks n8n all the time whether it is alive. `end` returns the longest wait in milliseconds. */
function watch({ n8n }: EditorStage) {
	let [isOver, longest] = [false, 0];
	const ask = async (): Promise<void> => {
		while (!isOver) {
			const start = performance.now();
			const { status } = await fetch(`${n8n.url}/healthz`);
			assert.equal(status, 200, 'n8n is not alive');
			longest = Math.max(longest, performance.now() - start);
		}
	};
	const asking = ask();
	const end = async (): Promise<number> => {
		isOver = true;
		await asking;
		return Math.round(longest);
	};
	return { end };
}

/** The processor time of n8n so far. */
function processorSeconds({ server }: EditorStage): number {
	return Number(execFileSync('ps', ['-o', 'times=', '-p', `${server.pid}`], { encoding: 'utf8' }));
}
