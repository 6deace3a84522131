import assert from 'node:assert/strict';
import {
	chain,
	itemsNode,
	kainic,
	manualTrigger,
	outputItems,
	runManually,
	trigger,
	type Session,
} from '../../../harness';
import type { EditorScenario } from '../scenario';

const megabyte = 1024 * 1024;

/** JSON texts of a megabyte, made of one character or one escape. */
const floods = ['\\\\', '%', '&', '\\"', '<', '+', '/', '\\u0000'].map((text): [string, string] => [
	`1 MB of ${text}`,
	`{"status":"fail","message":"${text.repeat(megabyte / text.length)}"}`,
]);

const answers: ReadonlyArray<readonly [name: string, body: string]> = [
	['a short refusal', '{"status":"fail","message":"no"}'],
	...floods,
	['5 million [', `{"status":"success","data":${'['.repeat(5_000_000)}`],
	['20 MB', `{"status":"success","data":"${'x'.repeat(20 * megabyte)}"}`],
];

/** Far above what a busy machine needs, and far below what a quadratic reading took: seconds. */
const bearable = 500;

export const hostileAnswers: EditorScenario = {
	name: "n8n's health is answered at once while Kainic answers with floods of escapes",
	async run({ n8n, emulator, importWorkflow, report }) {
		const workflow = await importWorkflow(
			chain('Hostile answers', [
				manualTrigger(),
				itemsNode('Visitor', [{ visitor: 'v-1' }]),
				kainic(
					'Kainic Predict',
					{ modelId: 'model-1', platform: 'web', anonUid: 'v-1', type: 'popular' },
					{ onError: 'continueRegularOutput' },
				),
			]),
		);
		for (const [name, body] of answers) {
			emulator.inject({ kind: 'answer', status: name === '20 MB' ? 200 : 400, body });
			const { slowest, result } = await whileAskingHealth(n8n, async () => {
				const execution = await runManually(n8n, workflow, trigger);
				assert.equal(execution.status, 'success', execution.errorMessage);
				return outputItems(execution, 'Kainic Predict');
			});
			assert.equal(result.length, 1);
			assert.ok(result[0]?.json['error'], name);
			report(`        ${name}: the slowest answer after ${Math.round(slowest)} ms`);
			assert.ok(slowest < bearable, `${name}: ${slowest} ms`);
		}
	},
};

/** The slowest answer of n8n's health endpoint while something else is done. */
async function whileAskingHealth<Result>(
	{ url }: Session,
	work: () => Promise<Result>,
): Promise<{ readonly slowest: number; readonly result: Result }> {
	let slowest = 0;
	let isRunning = true;
	const asking = (async () => {
		while (isRunning) {
			const start = performance.now();
			const { status } = await fetch(new URL('/healthz', url));
			assert.equal(status, 200);
			slowest = Math.max(slowest, performance.now() - start);
		}
	})();
	try {
		return { result: await work(), slowest };
	} finally {
		isRunning = false;
		await asking;
	}
}
