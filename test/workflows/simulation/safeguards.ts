import type { WorkflowFile } from '../../../tools/n8n/workflows';
import { objectOf, textOf, type JsonObject } from '../../../tools/n8n/json';
import { edited } from '../../support/workflows/impatient';

type Change = (workflow: WorkflowFile) => WorkflowFile;

/** Each takes out of an order workflow what its name says. */
export const safeguards: Readonly<Record<string, Change>> = {
	'the lock': (workflow) =>
		edited(
			edited(workflow, 'Check Lock', /!\(.*busy_until.*\)(?= \}\}")/, 'true'),
			...['Lock Shop', /,\{"keyName":"busy_until"[^}]*\}\}"\}/, ''],
		),
	'one request for each event': (workflow) =>
		edited(workflow, 'Send Events', '"batchSize":1', '"batchSize":100'),
	'the overlap of two runs': whereThereIs('Read Orders', (workflow) =>
		edited(workflow, 'Find Missing Events', /Math\.min\((last) - .*?60_000\)/, '$1'),
	),
	'the turn of the events': (workflow) =>
		edited(workflow, 'Read Open Events', '"updatedAt"', '"id"'),
	'counting each event_id once': (workflow) =>
		edited(workflow, 'Find Missing Events', /\[\.\.\.new Map\(counted\.map[^;]*/, 'counted'),
	// Of a posted order, only one version is left in any case.
	'counting an order on two pages once': whereThereIs('Read Orders', (workflow) =>
		edited(workflow, 'Find Missing Events', /new Map\((read\.map\(.*?each\]\))\)/, '$1'),
	),
	'ignoring an older version': whereThereIs('Receive Order', (workflow) =>
		edited(workflow, 'Find Missing Events', /row\.changed_at < time .*?row\.id <= id\)/, 'true'),
	),
	'the last of two versions with one time': whereThereIs('Receive Order', (workflow) =>
		edited(
			workflow,
			'Find Missing Events',
			/row\.changed_at < time .*?row\.id <= id\)/,
			'row.changed_at <= time',
		),
	),
	'saving events before they are sent': sentFirst,
};

/** Changes only the workflows with this node. */
function whereThereIs(node: string, change: Change): Change {
	return (workflow) =>
		workflow.nodes.some(({ name }) => name === node) ? change(workflow) : workflow;
}

/** What the rows of new events are made of after they were sent. */
const keepOutcomes = `
const events = $('List Events').all().map(({ json }) => json);
return $input.all().map(({ json: { kainic } }, index) => {
	const isAccepted = kainic?.status === 'accepted' && events[index].line_id;
	return { json: { ...events[index], state: isAccepted ? 'accepted' : events[index].state } };
});`;

/** New events are sent, then written, then sent again if Kainic did not accept them. */
function sentFirst({ nodes, connections, ...workflow }: WorkflowFile): WorkflowFile {
	const node = (name: string): JsonObject => {
		const found = nodes.find((each) => textOf(each, 'name') === name);
		return objectOf(found, name);
	};
	const sending = { ...node('Send Events'), name: 'Send First', id: 'send-first' };
	const keeping = {
		...{ ...node('List Events'), name: 'Keep Outcomes', id: 'keep-outcomes' },
		parameters: { jsCode: keepOutcomes },
	};
	const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
	const wires = {
		'List Events': to('Send First'),
		'Send First': to('Keep Outcomes'),
		'Keep Outcomes': to('Write Events'),
	};
	return {
		...workflow,
		nodes: [...nodes, sending, keeping],
		connections: { ...connections, ...wires },
	};
}
