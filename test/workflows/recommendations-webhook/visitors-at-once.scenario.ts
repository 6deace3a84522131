import assert from 'node:assert/strict';
import { megabytesOf } from '../../support/process-memory';
import { test } from '../../support/browser/editor-stage';
import { readExample } from '../../support/workflows/examples';
import { withExample } from '../../support/workflows/webhooks';

/** The example with the visitor for whom Kainic answers. */
const example = readExample('recommendations-webhook.json', {
	change: (text) => text.replace("{ source: 'kainic',", "{ uid: $json.uid, source: 'kainic',"),
});

for (const count of [10, 100, 300])
	test(`${count} visitors at once each get their own recommendations, or bestsellers @night`, async (stage) => {
		await withExample(stage, example, async (ask) => {
			await ask({ anon_uid: 'warm-up', type: 'trending' });
			const visitors = Array.from({ length: count }, (_, index) => `visitor-${index}`);
			const answers = await Promise.all(
				visitors.map(async (visitor) => await ask({ anon_uid: visitor, type: 'trending' })),
			);
			for (const [index, { status, body }] of answers.entries()) {
				assert.equal(status, 200);
				if (body['source'] === 'kainic') assert.equal(body['uid'], visitors[index]);
			}
			const served = answers.filter(({ body }) => body['source'] === 'kainic');
			assert.ok(served.length > 0);
			const seconds = Math.max(...answers.map(({ milliseconds }) => milliseconds)) / 1000;
			const most = Math.round(megabytesOf(stage.server.pid, 'VmHWM'));
			stage.report(
				`        ${count} visitors at once: ${served.length} got recommendations, the last answer came after ${seconds.toFixed(1)} s, n8n took ${most} MB at most`,
			);
		});
	});
