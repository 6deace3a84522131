import assert from 'node:assert/strict';
import { startEmulator } from '../../../tools/emulator';
import {
	accessTo,
	importWorkflow,
	runManually,
	startN8n,
	type Execution,
	type WorkflowFile,
} from '../../../tools/n8n';
import { temporaryFolder } from '../../../tools/n8n/cleanup';
import { freePort } from '../../../tools/n8n/ports';
import type { EditorScenario } from '../scenario';
import { readExample } from './examples';
import { until } from './failed-rows';

const customers = Array.from({ length: 30 }, (_, number) => ({
	...{ email: `customer-${number}@customer.example`, name: 'Ada' },
	...{ anon_uid: `visitor-${number}`, bought: ['sku-17'] },
}));

function newsletter(): WorkflowFile {
	const example = readExample('newsletter.json');
	const jsonOutput = JSON.stringify({ customers });
	const nodes = example.nodes.map((node) => {
		if (node['name'] !== 'Read Customers') return node;
		return { ...node, parameters: { ...Object(node['parameters']), jsonOutput } };
	});
	return { ...example, nodes };
}

export const newsletterKilled: EditorScenario = {
	name: 'Example: if n8n is killed in the middle of a newsletter, the next run writes to the other customers',
	run: async ({ installation, packed, shops }) => {
		const { mailbox } = shops;
		mailbox.reset();
		const { path: userFolder, remove } = temporaryFolder('newsletter');
		const emulator = await startEmulator();
		const options = { installation, userFolder, env: shops.env, port: await freePort() };
		let running = await startN8n({ ...options, packages: [packed.tarball] }, accessTo(emulator));
		try {
			const stored = [
				...Object.values(running.credentials),
				...(await shops.createCredentials(running.n8n)),
			];
			const workflow = await importWorkflow(running.n8n, newsletter(), stored);
			const run = async (): Promise<Execution> =>
				await runManually(running.n8n, workflow, 'Start Every Monday', 120_000);
			const killed = assert.rejects(run());
			await until(() => mailbox.mails.length >= 5);
			await running.server.kill();
			await killed;
			assert.ok(mailbox.mails.length < customers.length, 'n8n is killed in the middle');

			running = await startN8n(options, accessTo(emulator));
			const next = await run();
			assert.equal(next.status, 'success', next.errorMessage);
			const served = mailbox.mails.map(({ to }) => to);
			assert.deepEqual([...new Set(served)].sort(), customers.map(({ email }) => email).sort());
			assert.ok(served.length <= customers.length + 1, 'at most one customer got the mail twice');
			await run();
			assert.equal(mailbox.mails.length, served.length);
		} finally {
			await Promise.all([running.close(), emulator.close()]);
			remove();
			shops.reset();
		}
	},
};
