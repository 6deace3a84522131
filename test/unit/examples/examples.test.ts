import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { KainicEvent } from '../../../nodes/KainicEvent/KainicEvent.node';
import { KainicExperiment } from '../../../nodes/KainicExperiment/KainicExperiment.node';
import { KainicPredict } from '../../../nodes/KainicPredict/KainicPredict.node';
import { parseWorkflow } from '../../../harness/workflows';

const folder = path.resolve(__dirname, '../../../examples');
const files = readdirSync(folder).filter((name) => name.endsWith('-webhook.json'));

const panels = new Map(
	[new KainicEvent(), new KainicExperiment(), new KainicPredict()].map(({ description }) => [
		`n8n-nodes-kainic.${description.name}`,
		description.properties,
	]),
);

test('there are three examples behind a webhook', () => {
	expect(files).toEqual([
		'experiment-webhook.json',
		'order-events-webhook.json',
		'recommendations-webhook.json',
	]);
});

describe.each(files)('the example %s', (file) => {
	const { nodes, connections } = parseWorkflow(readFileSync(path.join(folder, file), 'utf8'));
	const names = nodes.map(({ name }) => name);

	test('names credentials and holds none', () => {
		const used = nodes.flatMap(({ credentials }) => Object.values(Object(credentials)));
		expect(used.length).toBeGreaterThan(0);
		for (const credential of used) {
			expect(Object.keys(Object(credential))).toEqual(['id', 'name']);
			expect(Object(credential).name).toMatch(/^Kainic (experiment )?account$/);
		}
	});

	test('sets parameters and options that the panels of the nodes have', () => {
		const own = nodes.filter(({ type }) => panels.has(String(type)));
		expect(own.length).toBeGreaterThan(0);
		for (const { type, parameters } of own) {
			const panel = panels.get(String(type)) ?? [];
			const { options = {} } = Object(parameters);
			expect(namesOf(panel)).toEqual(expect.arrayContaining(Object.keys(Object(parameters))));
			expect(optionsOf(panel)).toEqual(expect.arrayContaining(Object.keys(options)));
		}
	});

	test('wires nodes that exist, answers its webhook, and explains itself', () => {
		const wires = JSON.stringify(connections).matchAll(/"node":"([^"]+)"/g);
		for (const [, target] of wires) expect(names).toContain(target);
		expect(names).toEqual(expect.arrayContaining(Object.keys(connections)));
		const types = nodes.map(({ type }) => type);
		expect(types).toContain('n8n-nodes-base.respondToWebhook');
		expect(types).toContain('n8n-nodes-base.stickyNote');
	});
});

function namesOf(properties: readonly INodeProperties[]): string[] {
	return properties.map(({ name }) => name);
}

function optionsOf(properties: readonly INodeProperties[]): string[] {
	const options = properties.find(({ name }) => name === 'options')?.options ?? [];
	return options.map(({ name }) => name);
}
