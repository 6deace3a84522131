import { serve, type RunningServer } from '../../shops/shared/shop-server';
import { credentialFor, views } from '../shop';
import { runNode } from '../support';

const capacity = 8;
const data = { kainic_mid: 'm', items: [{ item_id: 'p-1' }] };

describe('a server that answers 503 above eight requests at once', () => {
	const visitors = views(300);
	const ids = visitors.map(({ anon_uid }) => anon_uid);
	let server: RunningServer;
	let refused: number;
	/** `anon_uid` of each event or visitor that was taken. */
	let taken: unknown[];
	beforeEach(async () => {
		let underWay = 0;
		[refused, taken] = [0, []];
		server = await serve(({ body }) => {
			if (underWay >= capacity) {
				refused += 1;
				return { status: 503, body: '' };
			}
			underWay += 1;
			setTimeout(() => (underWay -= 1), 100);
			taken.push(...[JSON.parse(body)].flat().map(({ anon_uid }) => anon_uid));
			return { status: 200, body: { status: 'success', data }, delay: 100 };
		});
	});
	afterEach(async () => await server.close());
	const run = async (type: string, parameters: object) =>
		await runNode({
			...{ type, credential: credentialFor(server.url), items: visitors },
			onError: 'continueErrorOutput',
			parameters: Object(parameters),
		});

	test('gets every event once with the defaults of Kainic Event', async () => {
		const parameters = { trackerId: 't', eventSource: 'inputItem', options: { batchSize: 2 } };
		const { success, errorBranch } = await run('kainicEvent', parameters);
		expect(errorBranch).toEqual([]);
		expect(success).toHaveLength(300);
		expect(new Set(taken)).toEqual(new Set(ids));
		expect(taken).toHaveLength(300);
		expect(refused).toBeGreaterThan(0);
	});

	test('answers nearly every visitor with the defaults of Kainic Predict', async () => {
		const fields = { platform: 'web', anonUid: '={{ $json.anon_uid }}', type: 'popular' };
		const { success } = await run('kainicPredict', { ...fields, modelId: 'm' });
		expect(success.length).toBeGreaterThanOrEqual(290);
		expect(refused).toBeGreaterThan(0);
	});
});
