import { titledCases } from '../cases';
import { openBed } from '../faults/support/strike';
import { failText } from '../faults/table/answers';
import { runAsTool } from './support';

const bed = openBed('sentinel7f3a-plain-key');

describe.each(titledCases)('%s as an AI tool', (_, { type, keyType, tool }) => {
	describe.each(['engine', 'direct'] as const)('that is called by %s', (calledBy) => {
		const call = async () => {
			const { apiKey, emulator } = bed;
			const credential = { apiKey, projectId: 'demo-project', keyType, baseUrl: emulator.url };
			return await runAsTool({ type, ...tool, calledBy, credential });
		};

		test('sends one request with what the model fills in, and hands back an output', async () => {
			const { response, error, argumentNames } = await call();
			expect(error).toBeUndefined();
			expect(argumentNames).toEqual(Object.keys(tool.arguments));
			expect(bed.emulator.world.ledger.requests).toMatchObject([{ fault: null }]);
			expect(JSON.stringify(response)).not.toContain('mayBeAccepted');
		});

		test('tells the model why it failed', async () => {
			const body = failText('Something nobody has documented');
			bed.emulator.inject({ kind: 'answer', status: 400, body, count: 'always' });
			const { response, error } = await call();
			const heard = `${JSON.stringify(response)} ${error?.message} ${error?.description}`;
			expect(heard).toContain('Kainic refused the request');
			expect(heard).toContain('Something nobody has documented');
		});
	});
});
