import assert from 'node:assert/strict';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../../../tools/emulator';
import {
	type StoredCredential,
	type WorkflowFile,
	chain,
	createCredential,
	importWorkflow,
	itemsNode,
	kainic,
	manualTrigger,
	runManually,
	trigger,
} from '../../../tools/n8n';
import { test } from '../setting/stage';

const key = 'sentinel7f3a key/+%?&=';
const planted = 'planted7f3a-in-an-item';

const faults: readonly Fault[] = [
	{ kind: 'answer', status: 400, body: echo('fail') },
	{ kind: 'answer', status: 500, body: echo('fail') },
	{ kind: 'answer', status: 200, body: echo('success'), processed: true },
	{ kind: 'answer', status: 404, body: `<p>${key}</p>` },
	{ kind: 'answer', status: 401, body: '{"status":"fail","message":"Invalid API key"}' },
	{ kind: 'drop', at: 'after_request' },
];

function echo(status: 'fail' | 'success'): string {
	return JSON.stringify({ status, message: 'Cannot process {url}', data: { url: '{url}' } });
}

test('the API key is in no file of n8n after failures of every kind', async (stage) => {
	const { n8n, emulator, server, report } = stage;
	emulator.change({ apiKey: key });
	const credential = await createCredential(n8n, {
		name: 'Kainic (sentinel key)',
		type: 'kainicApi',
		data: { apiKey: key, projectId: 'demo-project', keyType: 'project', baseUrl: emulator.url },
	});
	let cameBack = false;
	for (const onError of ['stopWorkflow', 'continueErrorOutput']) {
		const workflow = await importWorkflow(n8n, workflowWith(onError, credential), [credential]);
		for (const fault of faults) {
			const before = emulator.world.ledger.requests.length;
			emulator.inject(fault);
			const execution = await runManually(n8n, workflow, trigger);
			assert.ok(emulator.world.ledger.requests.length > before, 'nothing was sent');
			assert.doesNotMatch(execution.text, /sentinel7f3a/);
			cameBack ||= execution.text.includes('?api_key=[API key]');
		}
	}
	assert.ok(cameBack, 'no response held the key');
	assert.deepEqual(filesWith(server.userFolder, 'sentinel7f3a'), []);
	// In a new node n8n chooses the credential that was saved last.
	await n8n.rest('DELETE', `/credentials/${credential.id}`);
	const control = filesWith(server.userFolder, planted);
	assert.ok(control.length > 0, 'the search does not even find what was planted');
	report(`        what was planted in an item is in ${control.length} files, the key in none`);
});

function workflowWith(onError: string, { name }: StoredCredential): WorkflowFile {
	const event = { platform: 'web', anon_uid: 'visitor-1', note: planted };
	const parameters = {
		trackerId: 'tracker-web',
		eventSource: 'inputItem',
		options: { maxAttempts: 1 },
	};
	const settings = { onError, credentials: { kainicApi: { id: '', name } } };
	return chain(`Leaks with ${onError}`, [
		manualTrigger(),
		itemsNode('Event', [event]),
		kainic('Kainic Event', parameters, settings),
	]);
}

/** Files below a folder that contain a text: n8n keeps executions and logs unencrypted. */
function filesWith(folder: string, text: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((name) => join(folder, name))
		.filter((file) => existsSync(file) && lstatSync(file).isFile())
		.filter((file) => !file.includes('node_modules') && readFileSync(file).includes(text));
}
