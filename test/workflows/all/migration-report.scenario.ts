import assert from 'node:assert/strict';
import { z } from 'zod/v4';
import { toOne } from '../../../tools/one/workflow';
import { chain, manualTrigger, node, type Session, type WorkflowFile } from '../../../tools/n8n';
import { generatedExamples } from '../../../tools/scripts/generate/examples';
import { test } from '../../support/browser/editor-stage';

/** n8n 3 has no such source. Without this workflow, a report that finds nothing would prove nothing. */
const removed = chain('Removed in n8n 3', [
	manualTrigger(),
	node('Call', 'n8n-nodes-base.executeWorkflow', 1.2, {
		source: 'url',
		workflowUrl: 'http://127.0.0.1/none.json',
	}),
]);

test('n8n’s Migration Report to version 3 flags no example, neither with four nodes nor with one', async (stage) => {
	const { n8n } = stage;
	const examples = [...generatedExamples().values()];
	assert.ok(examples.length >= 15);
	const names = new Map<string, string>();
	for (const workflow of [...examples, ...examples.map(toOne), removed])
		names.set(await store(n8n, workflow), workflow.name);
	const flagged = (await affected(n8n)).flatMap((id) => names.get(id) ?? []);
	assert.deepEqual(flagged, [removed.name]);
});

/** As it is, without credentials. Returns its ID. */
async function store(n8n: Session, { name, nodes, connections, settings = {} }: WorkflowFile) {
	const body = { name, nodes, connections, settings, active: false };
	return z.looseObject({ id: z.string() }).parse(await n8n.rest('POST', '/workflows', body)).id;
}

const rules = z.array(z.looseObject({ ruleId: z.string() }));
const report = z.looseObject({ report: z.looseObject({ workflowResults: rules }) });
const ruleReport = z.looseObject({ affectedWorkflows: z.array(z.looseObject({ id: z.string() })) });

/** The IDs of the workflows that any rule names. */
async function affected(n8n: Session): Promise<string[]> {
	const answer = await n8n.rest('POST', '/breaking-changes/report/refresh?version=v3');
	const ids: string[] = [];
	for (const { ruleId } of report.parse(answer).report.workflowResults) {
		const found = ruleReport.parse(await n8n.rest('GET', `/breaking-changes/report/${ruleId}`));
		ids.push(...found.affectedWorkflows.map(({ id }) => id));
	}
	return ids;
}
