import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { parse } from 'yaml';
import { catalogProperties } from '../../../nodes/KainicCatalog/properties';
import { eventProperties } from '../../../nodes/KainicEvent/properties';
import { experimentProperties } from '../../../nodes/KainicExperiment/properties';
import { predictProperties } from '../../../nodes/KainicPredict/properties';
import { closeDoubles, runCommand, startDouble } from './support';

afterAll(closeDoubles);

const openapi: unknown = parse(
	readFileSync(path.join(__dirname, '../../../openapi/kainic.yaml'), 'utf8'),
);

function at(pointer: string): unknown {
	return pointer
		.split('/')
		.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
		.reduce<unknown>((value, part) => Object(value)[part], openapi);
}

const panels: Readonly<Record<string, readonly INodeProperties[]>> = {
	'Kainic Catalog': catalogProperties,
	'Kainic Event': eventProperties,
	'Kainic Experiment': experimentProperties,
	'Kainic Predict': predictProperties,
};

function labelsOf(node: string): string[] {
	return (panels[node] ?? []).flatMap(({ displayName, options }) => [
		displayName,
		...(options ?? []).flatMap((option) => ('displayName' in option ? [option.displayName] : [])),
	]);
}

test('a report names places of the contract and options of the nodes that exist', async () => {
	const double = await startDouble({
		itemsAsText: true,
		acceptPartOfBatch: true,
		requiredEventFields: { event_name: 'string' },
		formFieldNames: { store_id: 'shop_id', file: 'products' },
		maxRequestBytes: 10 * 1024 * 1024,
	});
	const { report, markdown } = await runCommand(double, {
		args: ['--allow-events', '--limits'],
		answer: (question) => (question.includes('Send it?') ? 'all' : 'yes'),
	});
	const pointers = report.findings.flatMap(({ contract }) => contract);
	expect(pointers.length).toBeGreaterThan(30);
	expect(pointers.filter((pointer) => at(pointer) === undefined)).toEqual([]);
	const remedies = report.findings.flatMap((finding) => finding.remedies);
	const options = remedies.map(({ option }) => option);
	expect(new Set(options)).toEqual(
		new Set([
			...['Additional Body Fields', 'Event Fields', 'Isolate Rejected'],
			...['Form Names', 'Maximum Megabytes'],
		]),
	);
	for (const { node, option } of remedies) expect(labelsOf(node)).toContain(option);
	for (const option of options) expect(markdown).toContain(`_${option}_`);
});
