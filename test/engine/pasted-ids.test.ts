import { nodeNames } from '../faults/support/fault-case';
import { nodeCases } from '../faults/support/node-case';
import { openBed } from '../faults/support/strike';

const bed = openBed('sentinel7f3a-plain-key');

const ids = {
	event: ['trackerId', 'Tracker ID'],
	predict: ['modelId', 'Model ID'],
	experiment: ['experimentId', 'Experiment ID'],
	catalog: ['storeId', 'Store ID'],
} as const;

test.each(nodeNames)(
	'Kainic %s refuses an ID that was pasted with more than itself',
	async (name) => {
		const node = nodeCases[name];
		const [parameter, label] = ids[name];
		for (const [pasted, problem] of [
			['"id-1"', 'is within quotation marks'],
			['https://console.kainic.example/id-1?token=secret', 'is an address (it holds "://")'],
		] as const) {
			const parameters = { ...node.parameters, options: node.options, [parameter]: pasted };
			const onError = 'continueErrorOutput';
			const { errorBranch } = await bed.run(node, bed.emulator.url, { onError, parameters });
			const { code, message, description } = Object(errorBranch[0]?.json.error);
			expect(code).toBe('invalid_input');
			expect(message).toContain(`Item 0: ${label} ${problem}.`);
			expect(description).toContain(`Enter the ${label} as the Kainic Console shows it`);
		}
		expect(bed.emulator.world.ledger.requests).toEqual([]);
	},
);
