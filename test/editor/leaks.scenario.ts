import assert from 'node:assert/strict';
import {
	chain,
	createCredential,
	importWorkflow,
	itemsNode,
	kainic,
	manualTrigger,
	runManually,
	trigger,
} from '../../tools/n8n';
import { test } from '../support/browser/editor-stage';
import { filesWith } from '../support/files-with';

const key = 'sentinel7f3a key/+%?&=';
const planted = 'planted7f3a-in-an-item';

/** Each repeats the address of the request. test/faults has what the node makes of other answers. */
const echoes = ['fail', 'success'].map((status) =>
	JSON.stringify({ status, message: 'Cannot process {url}', data: { url: '{url}' } }),
);

test('the API key is in no file of n8n, although Kainic repeated it', async (stage) => {
	const { n8n, emulator, server, report } = stage;
	emulator.change({ apiKey: key });
	const name = 'Kainic (sentinel key)';
	const data = { apiKey: key, projectId: 'demo-project', keyType: 'project' };
	const credential = await createCredential(n8n, {
		...{ name, type: 'kainicApi', data: { ...data, baseUrl: emulator.url } },
	});
	const event = { platform: 'web', anon_uid: 'visitor-1', note: planted };
	const parameters = { trackerId: 'tracker-web', eventSource: 'inputItem' };
	const settings = { credentials: { kainicApi: { id: '', name } } };
	const node = kainic('Kainic Event', parameters, settings);
	const leaky = chain('Leaks', [manualTrigger(), itemsNode('Event', [event]), node]);
	const workflow = await importWorkflow(n8n, leaky, [credential]);
	let cameBack = false;
	for (const body of echoes) {
		emulator.inject({ kind: 'answer', status: body.includes('fail') ? 400 : 200, body });
		const execution = await runManually(n8n, workflow, trigger);
		assert.doesNotMatch(execution.text, /sentinel7f3a/);
		cameBack ||= execution.text.includes('?api_key=[API key]');
	}
	assert.ok(cameBack, 'no response held the key');
	assert.deepEqual(filesWith(server.userFolder, 'sentinel7f3a'), []);
	// In a new node n8n chooses the credential that was saved last.
	await n8n.rest('DELETE', `/credentials/${credential.id}`);
	const control = filesWith(server.userFolder, planted);
	assert.ok(control.length > 0, 'the search does not even find what was planted');
	report(`        what was planted in an item is in ${control.length} files, the key in none`);
});
