import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import {
	accessTo,
	chain,
	itemsNode,
	kainic,
	manualTrigger,
	outputItems,
	runManually,
	startN8n,
	trigger,
} from '../../../harness';
import { temporaryFolder } from '../../../harness/cleanup';
import type { EditorScenario } from '../scenario';

const nodes = '.n8n/nodes/node_modules/n8n-nodes-kainic/dist/nodes';

const events = chain('Events while n8n replaces the package', [
	manualTrigger(),
	itemsNode('Shop', [
		{ platform: 'web', anon_uid: 'visitor-1' },
		{ platform: 'web', anon_uid: 'visitor-2' },
	]),
	{
		...kainic('Kainic Event', { trackerId: 'tracker-web', eventSource: 'inputItem', options: {} }),
		onError: 'continueErrorOutput',
	},
]);

export const replacedPackage: EditorScenario = {
	name: 'While files of the package are gone every item fails unsent, and once they are back it runs',
	run: async ({ installation, packed, emulator }) => {
		const { path: userFolder, remove } = temporaryFolder('replaced-package');
		const options = { installation, userFolder, packages: [packed.tarball] };
		const running = await startN8n(options, accessTo(emulator));
		const { ledger } = emulator.world;
		try {
			const stored = await running.importWorkflow(events);
			// In the order in which they are loaded: what is in memory is not read again.
			for (const gone of ['shared/delivery/send.js', 'shared/n8n/run.js', 'KainicEvent/event.js']) {
				const file = join(userFolder, nodes, gone);
				renameSync(file, `${file}.gone`);
				const failed = await runManually(running.n8n, stored, trigger);
				renameSync(`${file}.gone`, file);
				assert.equal(failed.status, 'success', failed.errorMessage);
				assert.deepEqual(outputItems(failed, 'Kainic Event'), []);
				assert.deepEqual(
					outputItems(failed, 'Kainic Event', 1).map(({ json }) => [
						json['anon_uid'],
						Object(json['error']).notSent,
					]),
					[
						['visitor-1', true],
						['visitor-2', true],
					],
				);
				assert.equal(ledger.requests.length, 0, gone);
			}
			const whole = await runManually(running.n8n, stored, trigger);
			assert.equal(outputItems(whole, 'Kainic Event').length, 2);
			assert.equal(ledger.events.length, 2);
		} finally {
			await running.close();
			remove();
		}
	},
};
