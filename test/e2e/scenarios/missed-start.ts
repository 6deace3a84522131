import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import {
	accessTo,
	chain,
	itemsNode,
	listExecutions,
	logIn,
	n8nSettings,
	node,
	startN8n,
	startServer,
} from '../../../tools/n8n';
import { temporaryFolder } from '../../../tools/n8n/cleanup';
import { objectOf } from '../../../tools/n8n/json';
import { test } from '../setting/stage';
import { readExample } from './examples';
import { until } from './failed-rows';

/** The scheduler that keeps its starts in the database. It is the default since n8n 2.45. */
const scheduler = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_TRIGGER_NODE_MODE: 'new',
	N8N_SCHEDULER_MISFIRE_GRACE: '5',
};

/** The trigger of an example that starts every night, at another minute. */
function triggerAt(date: Date) {
	const { nodes } = readExample('catalog-full-schedule.json');
	const trigger = nodes.find(({ type }) => type === 'n8n-nodes-base.scheduleTrigger');
	const expression = `0 ${date.getUTCMinutes()} ${date.getUTCHours()} * * *`;
	const rule = { interval: [{ field: 'cronExpression', expression }] };
	const parameters = { ...objectOf(trigger?.['parameters'], 'parameters'), rule };
	const version = Number(trigger?.['typeVersion']);
	return node('Every Night', 'n8n-nodes-base.scheduleTrigger', version, parameters);
}

test('A workflow starts once after n8n was down at the time of its start @night', async ({
	installation,
	emulator,
	packed,
}) => {
	const { path: userFolder, remove } = temporaryFolder('missed');
	const env = { ...n8nSettings.n8n3, ...scheduler, GENERIC_TIMEZONE: 'UTC' };
	const options = { installation, userFolder, env };
	const before = await startN8n({ ...options, packages: [packed.tarball] }, accessTo(emulator));
	const missed = new Date(Math.ceil(Date.now() / 60_000 + 1) * 60_000);
	const trigger = triggerAt(missed);
	const workflow = await before.activate(chain('Missed', [trigger, itemsNode('Item', [{}])]));
	await before.close();
	await wait(missed.getTime() + 10_000 - Date.now());
	const after = await startServer(options);
	try {
		const n8n = await logIn(after.url);
		const count = async () => (await listExecutions(n8n, workflow)).length;
		await until(async () => (await count()) > 0, 120_000);
		await wait(10_000);
		assert.equal(await count(), 1);
	} finally {
		await after.stop();
		remove();
	}
});
