import assert from 'node:assert/strict';
import { importWorkflow, runManually, type Execution } from '../../../tools/n8n';
import { openStand } from '../orders/histories/stand';
import { test } from '../../support/browser/editor-stage';
import { addOrders, customersOf, fillCatalog, newsletter } from './customers';
import { until } from '../../support/workflows/data-tables';

const customers = customersOf(120);

test('Example: if n8n is killed in the middle of a newsletter, the next run writes to the other customers @night', async (stage) => {
	const { shops } = stage;
	const { mailbox } = shops;
	mailbox.reset();
	const stand = await openStand(stage, [], null);
	try {
		const { n8n, credentials } = stand.running;
		const stored = [credentials.project, ...(await shops.createCredentials(n8n))];
		fillCatalog(stand.emulator);
		await addOrders(
			n8n,
			customers.map((customer) => String(customer['customer_id'])),
		);
		const workflow = await importWorkflow(n8n, newsletter(customers), stored);
		const run = async (): Promise<Execution> =>
			await runManually(stand.running.n8n, workflow, 'Start Every Monday', 120_000);
		const killed = assert.rejects(run());
		await until(() => mailbox.mails.length >= 5);
		await stand.restart(async () => await killed);
		assert.ok(mailbox.mails.length < customers.length, 'n8n is killed in the middle');

		const next = await run();
		assert.equal(next.status, 'success', next.errorMessage);
		const served = mailbox.mails.map(({ to }) => to);
		assert.deepEqual([...new Set(served)].sort(), customers.map(({ email }) => email).sort());
		assert.ok(served.length <= customers.length + 1, 'at most one customer got the mail twice');
		await run();
		assert.equal(mailbox.mails.length, served.length);
	} finally {
		await stand.close();
		shops.reset();
	}
});
