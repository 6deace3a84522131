import { idsOf, titledCases } from '../cases';
import { openBed } from '../faults/support/strike';

const bed = openBed('sentinel7f3a-plain-key');

test('the IDs of the Kainic Console are these', () => {
	const names = titledCases.flatMap(([, node]) => idsOf(node)).map(({ name }) => name);
	expect(names.sort()).toEqual(['experimentId', 'modelId', 'storeId', 'trackerId']);
});

test.each(titledCases.filter(([, node]) => idsOf(node).length > 0))(
	'%s refuses an ID that was pasted with more than itself',
	async (_, node) => {
		const ids = idsOf(node);
		for (const { name, displayName: label } of ids) {
			for (const [pasted, problem, remedy] of [
				[
					'"id-1"',
					'is within quotation marks',
					'without quotation marks, or correct its expression',
				],
				[
					'https://console.kainic.example/id-1?token=secret',
					'is an address (it holds "://")',
					'as the Kainic Console shows it, without an address.',
				],
			] as const) {
				const parameters = { ...node.parameters, options: node.options, [name]: pasted };
				const onError = 'continueErrorOutput';
				const { errorBranch } = await bed.run(node, bed.emulator.url, { onError, parameters });
				const { code, message, description } = Object(errorBranch[0]?.json.error);
				expect(code).toBe('invalid_input');
				expect(message).toContain(`Item 0: ${label} ${problem}.`);
				expect(description).toContain(`Enter the ${label} ${remedy}`);
			}
		}
		expect(bed.emulator.world.ledger.requests).toEqual([]);
	},
);
