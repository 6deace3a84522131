import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { arrayOf, objectOf } from '../../../harness/json';
import { parseWorkflow } from '../../../harness/workflows';
import { codeNode, folder, itemsOf } from './code-node';

const nightly = ['catalog-full-schedule.json'];
const shops = ['woocommerce-catalog.json', 'shopify-catalog.json'];
const withStock = ['catalog-stock-file.json', ...shops];
const files = [...nightly, ...withStock];

const dataTable = 'n8n-nodes-base.dataTable';
const alerting = ['Anything Else Failed', 'What Went Wrong', 'Alert'];

function example(file: string) {
	const { nodes, connections } = parseWorkflow(readFileSync(path.join(folder, file), 'utf8'));
	const names = (type: RegExp): string[] => {
		return nodes.filter((node) => type.test(String(node['type']))).map(({ name }) => String(name));
	};
	/** The nodes that get what comes out of these, up to the nodes where it ends. */
	const after = (starts: readonly string[], ends: readonly string[]): string[] => {
		const found = new Set<string>();
		const open = [...starts];
		for (let name = open.pop(); name !== undefined; name = open.pop()) {
			for (const [, next = ''] of JSON.stringify(connections[name] ?? {}).matchAll(
				/"node":"([^"]+)"/g,
			)) {
				if (found.has(next) || ends.includes(next) || alerting.includes(next)) continue;
				found.add(next);
				open.push(next);
			}
		}
		return [...found];
	};
	const uploads = names(/kainicCatalog$/);
	const triggers = names(/scheduleTrigger$/);
	return {
		nodes,
		connections,
		uploads,
		beforeUpload: [...triggers, ...after(triggers, uploads)],
		afterUpload: after(uploads, []),
	};
}

const failedAt = (lastNodeExecuted: string, message = 'Out of order') =>
	itemsOf({ execution: { id: '7', lastNodeExecuted, error: { message } }, workflow: {} });

describe.each(files)('the alert of %s', (file) => {
	const { nodes, connections, uploads, beforeUpload, afterUpload } = example(file);
	const whatWentWrong = codeNode(file, 'What Went Wrong');
	const textOf = (around: Parameters<typeof whatWentWrong>[0]) =>
		String(whatWentWrong(around)[0]?.['text']);

	test('comes from a failed run too, and says what the node that failed tells of the upload', () => {
		expect(nodes.map(({ type }) => type)).toContain('n8n-nodes-base.errorTrigger');
		expect(JSON.stringify(connections['Anything Else Failed'])).toContain('"What Went Wrong"');
		for (const name of beforeUpload)
			expect(textOf({ input: failedAt(name) })).toMatch(/^The .* was not uploaded: Out of order$/);
		for (const name of afterUpload)
			expect(textOf({ input: failedAt(name) })).toMatch(/^The .* was uploaded, but .*: Out of o/);
		for (const name of [...uploads, 'Alert', 'What Went Wrong', 'A node of yours'])
			expect(textOf({ input: failedAt(name) })).toMatch(/^It is not known whether the .*: Out of/);
	});

	test('does not take the last node of a run that was cut short for the one that ran', () => {
		for (const message of [
			'The execution was cancelled because it timed out',
			'Workflow did not finish, possible out-of-memory issue',
		]) {
			const [last = ''] = beforeUpload.slice(-1);
			expect(textOf({ input: failedAt(last, message) })).toMatch(/^It is not known/);
		}
		expect(textOf({ input: itemsOf({ execution: { id: '7' } }) })).toMatch(/^It is not known/);
		const trigger = { error: { message: 'No schedule' }, mode: 'trigger' };
		expect(textOf({ input: itemsOf({ trigger }) })).toMatch(/not uploaded: No schedule/);
	});

	test('says what is known of the upload, whatever a node says of its failure', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.option(fc.jsonValue()), (error, problem) => {
				fc.pre(Object(error).mayBeAccepted !== true);
				const json = problem === null ? { error } : { problem };
				expect(textOf({ input: itemsOf(json) })).toMatch(/^The .* was not uploaded: ./);
			}),
		);
		const lost = { error: { code: 'timeout', message: 'No answer.', mayBeAccepted: true } };
		expect(textOf({ input: itemsOf(lost) })).toMatch(/^It is not known whether .*No answer/);
		const accepted = Object.fromEntries(
			uploads.slice(0, 1).map((name) => [name, itemsOf({ status: 'accepted' })]),
		);
		expect(textOf({ input: itemsOf({ error: 'no table' }), nodes: accepted })).toMatch(
			/ was uploaded, but .*no table/,
		);
	});

	test('is not passed by: a data table that fails ends the run', () => {
		for (const node of nodes.filter(({ type }) => type === dataTable)) {
			const isTable = objectOf(node['parameters'], 'parameters')['resource'] === 'table';
			// n8n 1.x cannot make a table; what is missing then, the next node says.
			expect([node['name'], node['onError']]).toEqual([
				node['name'],
				isTable ? 'continueRegularOutput' : undefined,
			]);
		}
	});

	test('is told once for each node that has a branch for its failures', () => {
		const branching = nodes.filter(({ onError }) => onError === 'continueErrorOutput');
		for (const { name } of branching) {
			const outputs = arrayOf(objectOf(connections[String(name)], 'wires')['main'], 'outputs');
			expect(outputs.at(-1)).toEqual([{ node: 'What Went Wrong', type: 'main', index: 0 }]);
		}
	});
});

const hour = 3_600_000;

describe.each(withStock)('the alert of %s', (file) => {
	const whatWentWrong = codeNode(file, 'What Went Wrong');
	const down = (message = 'The shop is down', nodes = {}) => ({
		input: itemsOf({ error: { message } }),
		nodes: { 'Every Quarter of an Hour': itemsOf({}), ...nodes },
	});

	test('tells a trouble that stays every six hours, and another one at once', () => {
		const staticData: Record<string, number> = {};
		let told = 0;
		for (let quarter = 0; quarter < 96; quarter += 1) {
			told += whatWentWrong({ ...down(), staticData }).length;
			for (const [text, at] of Object.entries(staticData)) staticData[text] = at - hour / 4;
		}
		expect(told).toBe(4);
		expect(whatWentWrong({ ...down('The page is HTML'), staticData })).toHaveLength(1);
		expect(Object.keys(staticData)).toHaveLength(1);
	});

	test('tells what goes wrong at night in any case', () => {
		if (!shops.includes(file)) return;
		const night = { 'Every Night': itemsOf({}) };
		const staticData = {};
		for (let nights = 0; nights < 3; nights += 1)
			expect(whatWentWrong({ ...down(undefined, night), staticData })).toHaveLength(1);
	});
});
