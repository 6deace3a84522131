import { manage, predict, sendEvents, start } from './support';

describe('the state', () => {
	it('tells the test of a credential from a refusal of the shop', async () => {
		const emulator = await start();
		const without = { kainic_mid: undefined, platform: undefined, anon_uid: undefined };
		await predict(emulator, { ...without, type: undefined });
		await predict(emulator, { type: undefined });
		const { json } = await manage(emulator, 'GET', 'state');
		expect(json).toMatchObject({
			summary: { outcomes: { refused: 2 }, credentialTests: 1 },
			problems: [
				{ number: 2, where: 'predict', status: 400, reason: /provided: \[items, type\]$/ },
				{ number: 1, reason: /n8n tested a credential/ },
			].map((problem) => ({ ...problem, reason: expect.stringMatching(problem.reason) })),
		});
	});

	it.each([
		['answer', 'fault: answer'],
		['truncate', 'accepted, but fault: truncate'],
	] as const)('says what a request met: %s', async (kind, reason) => {
		const emulator = await start();
		emulator.inject(kind === 'answer' ? { kind, status: 503 } : { kind });
		await sendEvents(emulator);
		const { json } = await manage(emulator, 'GET', 'state');
		expect(json).toMatchObject({ problems: [{ number: 1, reason }] });
	});
});
