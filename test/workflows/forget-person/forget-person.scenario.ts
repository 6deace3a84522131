import assert from 'node:assert/strict';
import {
	callWebhook,
	chain,
	importWorkflow,
	itemsNode,
	runManually,
	webhook,
} from '../../../tools/n8n';
import { calling, changed, impatientPostedOrders, never } from '../../support/workflows/impatient';
import { test } from '../../support/browser/editor-stage';
import { columnsOf, readExample } from '../../support/workflows/examples';
import { addRows, tableRows, until } from '../../support/workflows/data-tables';
import { withExample } from '../../support/workflows/webhooks';

const order = (id: string, anon_uid: string, quantity = 1) => ({
	...{ order_id: id, anon_uid, uid: `customer-of-${anon_uid}` },
	lines: [{ item_id: 'shoe', quantity, price: 19.9 }],
});

const failedEvent = (anon_uid: string) => ({
	...{ platform: 'web', anon_uid, event_name: 'view', error: { code: 'server_error' } },
});

/** The example with the person's IDs in its node. */
function forget(ids: Readonly<Record<string, string>>) {
	const example = readExample('forget-person.json');
	const nodes = example.nodes.map((each) => {
		if (each['name'] !== 'Person') return each;
		const text = JSON.stringify(each).replace(
			/"name":"(\w+)","value":""/g,
			(_, name: string) => `"name":"${name}","value":"${ids[name] ?? ''}"`,
		);
		return { ...each, ...Object(JSON.parse(text)) };
	});
	// The example stores no run, and the test reads them.
	const settings = { ...Object(example['settings']), saveManualExecutions: true };
	return { ...example, nodes, settings };
}

test('Forget a person: the rows lose the person, others keep theirs, and no order of the person is sent again', async (stage) => {
	const { n8n, emulator, credentials } = stage;
	const { events } = emulator.world.ledger;
	await withExample(stage, impatientPostedOrders(), async (ask) => {
		const clicks = ['visitor-1', 'visitor-2'].map((anon_uid) => ({ anon_uid, item_id: 'shoe' }));
		await addRows(n8n, 'Kainic clicks', columnsOf('health.json', 'Create Clicks Table'), clicks);
		const seen = clicks.map(({ anon_uid }) => ({
			anon_uid,
			sid: `of-${anon_uid}`,
			group: 'model',
		}));
		const columns = columnsOf('forget-person.json', 'Create Exposures Table');
		await addRows(n8n, 'Kainic exposures', columns, seen);
		const failed = await stage.activate(
			changed('failed-events.json', 60, { 'Every Five Minutes': never }),
		);
		const failures = itemsNode('Failed', [failedEvent('visitor-1'), failedEvent('visitor-2')]);
		await stage.activate(
			chain('Caller', [webhook('forget-caller', 'atOnce'), failures, calling(failed.id)]),
		);
		await callWebhook(n8n, 'forget-caller', {});
		await ask(order('A-1', 'visitor-1'));
		await ask(order('A-2', 'visitor-2'));
		const kept = async () => await tableRows(n8n, 'Kainic events to send again');
		await until(async () => events.length === 2 && (await kept()).length === 2, 120_000);

		const run = async (ids: Readonly<Record<string, string>>) => {
			const stored = await importWorkflow(n8n, forget(ids), Object.values(credentials));
			return await runManually(n8n, stored, 'Start', 60_000);
		};
		assert.equal((await run({})).status, 'success');
		assert.equal((await kept()).length, 2, 'an empty field means nobody');
		const { status, errorMessage } = await run({ visitor_id: ' visitor-1 ' });
		assert.equal(status, 'success', errorMessage);
		const named = ['order events', 'events to send again', 'clicks', 'exposures'];
		const tables = JSON.stringify(
			await Promise.all(named.map(async (name) => await tableRows(n8n, `Kainic ${name}`))),
		);
		assert.doesNotMatch(tables, /visitor-1/);
		assert.match(tables, /visitor-2/);
		assert.equal((await kept()).length, 1);
		assert.equal((await tableRows(n8n, 'Kainic clicks')).length, 1);
		assert.equal((await tableRows(n8n, 'Kainic exposures')).length, 1);
		const rows = await tableRows(n8n, 'Kainic order events');
		const own = rows.filter((row) => row['order_id'] === 'A-1');
		assert.deepEqual(
			own.map(({ state, item_id: item }) => [state, item]),
			own.map(() => ['forgotten', null]),
		);

		// The shop posts both orders again, with one more unit.
		await ask(order('A-1', 'visitor-1', 2));
		await ask(order('A-2', 'visitor-2', 2));
		await until(() => events.length === 3, 120_000);
		assert.equal(events.at(-1)?.event['anon_uid'], 'visitor-2');
	});
});
