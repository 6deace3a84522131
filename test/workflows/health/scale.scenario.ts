import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { elapsed } from '../../../tools/n8n';
import { megabytesOf, statusOf } from '../../support/process-memory';
import { pageKey } from '../../support/doubles/all-doubles';
import { test } from '../../support/browser/editor-stage';
import { columnsOf, readExample, whileActive } from '../../support/workflows/examples';
import { parametersOf } from '../../support/workflows/code-node';
import { addRows, deleteDataTables } from '../../support/workflows/data-tables';
import { withShopCredentials } from '../../support/workflows/run-example';

const count = Number(process.env['KAINIC_ROWS'] ?? 100_000);
const limit = Number(parametersOf('health.json', 'Read Clicks')['limit']);
const aDay = 86_400_000;

/** The n8n and the processes of its Code nodes. */
function processesOf(pid: number): number[] {
	const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
	return [pid, ...all.filter((child) => statusOf(child, 'PPid') === pid).map(Number)];
}

/** Seconds of the processor that these processes took so far. */
const secondsOf = (pids: readonly number[]) =>
	pids
		.map((pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(' '))
		.reduce((sum, fields) => sum + (Number(fields[13]) + Number(fields[14])) / 100, 0);

test(`Example: the page with ${count} clicks and as many lines of orders of five weeks @night`, async (stage) => {
	const { n8n, server, report } = stage;
	await deleteDataTables(n8n);
	/** The newest rows come last, as in a shop. */
	const at = (index: number) => Date.now() - ((count - index) * 34 * aDay) / count;
	const clicks = Array.from({ length: count }, (_, index) => ({
		...{ anon_uid: `visitor-${index % 20_000}`, uid: '', item_id: `product-${index % 977}` },
		...{ type: 'similar', source: 'kainic', kainic_exp_id: '', at: Math.round(at(index)) },
	}));
	await addRows(n8n, 'Kainic clicks', columnsOf('health.json', 'Create Clicks Table'), clicks);
	const lines = Array.from({ length: count }, (_, index) => ({
		...{ shop: 'https://shop.example', order_id: String(index >> 1), line_id: String(index) },
		...{
			event_name: 'purchase',
			event_id: `purchase:https://shop.example:${index >> 1}:${index}:1`,
		},
		...{ quantity: 1, price: 19.9, currency: 'EUR', platform: 'web', state: 'accepted' },
		...{
			item_id: `product-${index % 977}`,
			parent_id: `parent-${index % 977}`,
			sku: `sku-${index % 977}`,
		},
		...{ anon_uid: `visitor-${index % 20_000}`, uid: `customer-${index % 20_000}` },
		...{
			bought_at: new Date(at(index)).toISOString(),
			occurred_at: new Date(at(index)).toISOString(),
		},
	}));
	await addRows(n8n, 'Kainic order events', columnsOf('woocommerce-orders.json'), lines);
	const example = readExample('health.json', { shop: stage.shop.url });
	const memory = () => processesOf(server.pid).map((pid) => Math.round(megabytesOf(pid, 'VmRSS')));
	await withShopCredentials(stage, async (stored) => {
		await whileActive(stage, example, stored, async () => {
			const authorization = `Basic ${btoa(`${pageKey.user}:${pageKey.password}`)}`;
			for (const round of [1, 2]) {
				const [before, start] = [memory(), performance.now()];
				const seconds = secondsOf(processesOf(server.pid));
				let most = before;
				const watch = setInterval(() => {
					const now = memory();
					if (now.reduce((a, b) => a + b, 0) > most.reduce((a, b) => a + b, 0)) most = now;
				}, 100);
				const response = await fetch(`${n8n.url}/webhook/kainic-health`, {
					headers: { authorization },
				});
				const page = await response.text();
				clearInterval(watch);
				report(
					`${round}: ${response.status}, ${page.length} bytes in ${elapsed(start)}, ${Math.round(secondsOf(processesOf(server.pid)) - seconds)} s of the processor; MB before ${before.join(' + ')}, at most ${most.join(' + ')}`,
				);
				assert.equal(response.status, 200);
				const says =
					/Your shop has more clicks or orders than this page reads: it counts them since [^.]+\./;
				const [sentence] = says.exec(page) ?? [];
				report(sentence ?? 'It reads them all.');
				assert.equal(sentence !== undefined, count >= limit);
			}
		});
	});
});
