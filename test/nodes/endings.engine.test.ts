import type { IExecuteFunctions } from 'n8n-workflow';
import { titledCases } from '../support/node-cases';
import { fakeNode } from '../support/units/fake-node';
import {
	answerWith,
	credentialFor,
	errorOf,
	openNodes,
	refusal,
} from '../support/engine/with-emulator';

const shop = openNodes();

describe.each(titledCases)('%s', (_, node) => {
	const parameters = { ...node.parameters, options: node.options };

	test('throws an error that names the first item of the request that failed', async () => {
		shop.emulator.inject({ ...refusal(), after: 1 });
		const { error } = await shop.run(node, { parameters, onError: 'stopWorkflow' });
		const [first = -1] = node.jobs[1];
		expect(error?.message).toMatch(new RegExp(String.raw`\[items? ${first}\b`));
		expect(Object(error).context.itemIndex).toBe(first);
		expect(shop.requests()).toBe(2);
	});

	test('outputs nothing for no input items', async () => {
		const { description, execute } = node.node;
		const context: IExecuteFunctions = Object({
			getNode: fakeNode,
			getInputData: () => [],
			continueOnFail: () => true,
		});
		expect(await execute?.call(context)).toEqual([description.outputs].flat().map(() => []));
	});
});

/** The node keeps a key of fewer than 8 characters in data, but not in messages. */
const shortKey = 'k-7';

const predictions = titledCases.filter(([, { needsData }]) => needsData);

test.each(predictions)('%s does not report as unsent what it cannot show', async (_, node) => {
	shop.emulator.inject(answerWith({ kainic_mid: 'm', [shortKey]: 1 }));
	const parameters = { ...node.parameters, options: node.options };
	const credential = { ...credentialFor(shop.emulator.url, node.keyType), apiKey: shortKey };
	const { errorBranch, hints } = await shop.run(node, {
		...{ parameters, credential, onError: 'continueErrorOutput' },
	});
	expect(JSON.stringify(errorBranch)).not.toContain(shortKey);
	expect(errorBranch.map(errorOf)).toMatchObject(
		node.items.map(() => ({ code: 'bad_response', notSent: false, mayBeAccepted: true })),
	);
	expect(hints[0]?.message).toContain('2 input items were possibly accepted, but not confirmed.');
});
