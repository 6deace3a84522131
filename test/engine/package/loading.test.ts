import type { INodeType } from 'n8n-workflow';
import { nodeCases } from '../../faults/support/node-case';
import { nodeNames } from '../../faults/support/fault-case';
import { loadAndRun } from '../../../nodes/shared/n8n/load';
import { runNode, type NodeOptions, type NodeResult } from '../support';
import { loadPackageNode } from '../support/package-nodes';

/** A node of the package of which a file is gone, as while n8n replaces the package. */
async function damaged(name: string): Promise<INodeType> {
	const type = await loadPackageNode(`n8n-nodes-kainic.${name}`);
	if (type === undefined) throw new Error(`package.json does not list ${name}`);
	return Object.create(type, {
		execute: {
			async value(this: ThisParameterType<NonNullable<INodeType['execute']>>) {
				return await loadAndRun(this, type.description.properties, async () => {
					throw new Error('ENOENT: no such file or directory');
				});
			},
		},
	});
}

describe.each(nodeNames)('Kainic %s, of which a file cannot be loaded', (name) => {
	const node = nodeCases[name];
	const run = async (onError: NodeOptions['onError']): Promise<NodeResult> =>
		await runNode({
			type: await damaged(node.type),
			items: [...node.items],
			parameters: node.parameters,
			...(onError !== undefined && { onError }),
		});

	test('fails each item as not sent, on the error branch', async () => {
		const { errorBranch, outputs } = await run('continueErrorOutput');
		expect(outputs.flat()).toEqual([]);
		const seen = errorBranch.map(({ json, pairedItem }) => ({ json, pairedItem }));
		expect(seen).toEqual(
			node.items.map((item, index) => ({
				json: { ...item, error: expect.objectContaining({ code: 'invalid_input', notSent: true }) },
				pairedItem: expect.objectContaining({ item: index }),
			})),
		);
	});

	test('fails each item where errors go on with the items', async () => {
		const { outputs } = await run('continueRegularOutput');
		const messages = outputs[0]?.map(({ json }) => Object(json.error).message);
		expect(messages).toEqual(
			node.items.map(() => 'A file of the Kainic nodes could not be loaded.'),
		);
	});

	test('stops the workflow with what to do', async () => {
		const { error } = await run(undefined);
		expect(error?.message).toBe('The node could not be loaded. Nothing was sent.');
	});
});
