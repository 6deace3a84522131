import { startEmulator, type Emulator } from '../../../emulator';
import { runNode } from '../support';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(async () => await emulator.close());

const credential = () => ({
	apiKey: 'kainic-demo-key',
	projectId: 'demo-project',
	keyType: 'project',
	baseUrl: emulator.url,
});

test('sends items', async () => {
	const items = Array.from({ length: 250 }, (_, index) => ({
		platform: index === 7 ? 'tv' : 'web',
		anon_uid: `v-${index}`,
		event: 'view',
	}));
	const result = await runNode({
		type: 'kainicEvent',
		parameters: { trackerId: 'tracker-web', eventSource: 'inputItem' },
		items,
		credential: credential(),
		onError: 'continueErrorOutput',
	});
	console.log(
		result.success.length,
		JSON.stringify(result.success[0]),
		JSON.stringify(result.errorBranch),
		JSON.stringify(result.hints),
		result.error,
	);
	expect(result.success).toHaveLength(249);
});
