import type { INodeParameters } from 'n8n-workflow';
import { Kainic, resources, valueOf } from '../../../tools/one/nodes/Kainic/Kainic.node';
import { nodeCase as catalog } from '../../support/node-cases/KainicCatalog';
import { nodeCase as event } from '../../support/node-cases/KainicEvent';
import { nodeCase as experiment } from '../../support/node-cases/KainicExperiment';
import { nodeCase as prediction } from '../../support/node-cases/KainicPredict';
import type { NodeCase } from '../../support/node-cases/node-case';
import { credentialFor, errorOf, openNodes, refusal } from '../../support/engine/with-emulator';
import { runAsTool, runNode, type NodeOptions } from '../../support/engine';

const shop = openNodes();
const kainic = new Kainic();
const cases: Readonly<Record<string, NodeCase>> = { catalog, event, experiment, prediction };

/** What a user chooses first on the panel. */
const choices = resources.map(({ name, verb }) => {
	return { resource: valueOf(name), operation: valueOf(verb) };
});

const run = async (resource: string, parameters: INodeParameters, options: Partial<NodeOptions>) =>
	await runNode({
		...{ type: kainic, outputs: resource === 'experiment' ? 2 : 1, parameters },
		onError: 'continueErrorOutput',
		credential: credentialFor(shop.emulator.url, cases[resource]?.keyType),
		...options,
	});

describe.each(choices)('Kainic, $resource', ({ resource, operation }) => {
	const found = cases[resource];
	if (found === undefined) throw new Error(`No case for ${resource}.`);
	const parameters = { resource, operation, ...found.parameters, options: found.options };

	test('sends each item once, and Kainic takes it', async () => {
		const { errorBranch } = await run(resource, parameters, { items: [...found.items] });
		expect(errorBranch).toEqual([]);
		const taken = found.taken(shop.emulator).map(({ item }) => item);
		expect(taken.sort()).toEqual([...found.items.keys()]);
	});

	test('passes each refused item to the error branch', async () => {
		shop.emulator.inject({ ...refusal(), count: 'always' });
		const { errorBranch, outputs } = await run(resource, parameters, { items: [...found.items] });
		expect(outputs.flat()).toEqual([]);
		expect(errorBranch.length).toBeGreaterThan(0);
		for (const item of errorBranch) expect(errorOf(item).message).toContain('Something is wrong');
	});

	test('is a tool of an AI agent', async () => {
		const { response, error } = await runAsTool({
			...{ type: kainic, calledBy: 'engine', arguments: found.tool.arguments },
			parameters: { resource, operation, ...found.tool.parameters },
			credential: credentialFor(shop.emulator.url, found.keyType),
		});
		expect(error).toBeUndefined();
		expect(response).not.toHaveLength(0);
		expect(shop.requests()).toBe(1);
	});
});

test('refuses a resource that does not exist, and sends nothing', async () => {
	const { errorBranch } = await run('order', { resource: 'order' }, { items: [{}, {}] });
	expect(errorBranch.map((item) => errorOf(item).message)).toEqual([
		expect.stringContaining('must be catalog, event, experiment or prediction'),
		expect.stringContaining('must be catalog, event, experiment or prediction'),
	]);
	expect(shop.requests()).toBe(0);
});
