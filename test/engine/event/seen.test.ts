import type { IDataObject } from 'n8n-workflow';
import { errorOf, openShop, views } from '../shop';

const shop = openShop();

const hintOf = ({ hints }: { hints: ReadonlyArray<{ message: string }> }) =>
	hints.map(({ message }) => message).join();

describe('the line above the output names the fields of the first event', () => {
	const assignments = ['sku', 'price', 'when'].map((name) => ({
		...{ id: name, name, type: 'string' },
		value: `={{ $json.${name} }}`,
	}));
	const parameters = {
		...{ eventSource: 'fields', platform: 'web', anonUid: '={{ $json.visitor }}' },
		eventFields: { assignments },
	};
	const visit = { visitor: 'v', sku: 'p-1', price: 5, when: 'now' };

	test('under the names that are sent', async () => {
		const names = 'The first event has: platform, anon_uid, sku, price and when.';
		expect(hintOf(await shop.send([visit, {}], { parameters }))).toBe(
			`1 event was accepted in 1 request. 1 event was not sent. For the reasons, see the Error Branch. ${names}`,
		);
		// The first one that is sent: an item without a visitor is none.
		expect(hintOf(await shop.send([{}, visit, visit], { parameters }))).toContain(names);
	});
});

describe('what is wrong with an event is called by its name', () => {
	const refusalOf = async (parameters: IDataObject, item: IDataObject = {}) => {
		const given = Object({ platform: 'web', anonUid: 'v', eventSource: 'fields', ...parameters });
		const { errorBranch } = await shop.send([item], { parameters: given });
		expect(shop.requests()).toBe(0);
		const { message, description } = errorOf(errorBranch[0]);
		return { message, description };
	};
	const rows = (name: string, type: string, value: string) => ({
		eventFields: { assignments: [{ id: '1', name, type, value }] },
	});

	test('a file, which an event cannot hold', async () => {
		for (const value of ['data', '']) {
			expect(await refusalOf(rows('photo', 'binary', value))).toEqual({
				message:
					'Item 0: The event field "photo" has the type Binary Data, but an event cannot contain a file.',
				description: 'Choose the type String, and enter the address of the file, for example.',
			});
		}
	});

	test.each(['anon_uid', 'platform', 'uid', 'sid'])('a second %s', async (name) => {
		const additionalFields = { uid: 'u', sid: 's' };
		const given = { ...rows(name, 'string', 'mobile'), additionalFields };
		expect(await refusalOf(given)).toEqual({
			message: `Item 0: The event field "${name}" is entered twice.`,
			description:
				'Remove one of the two. Platform and the IDs have their own fields on the panel, so they need no row of Event Fields.',
		});
	});

	test('an ID that the panel leaves out may be a row', async () => {
		const parameters = Object({
			...{ platform: 'web', anonUid: 'v', eventSource: 'fields', ...rows('uid', 'string', 'u') },
		});
		await shop.send([{}], { parameters });
		expect(shop.events()).toEqual([{ platform: 'web', anon_uid: 'v', uid: 'u' }]);
	});
});

describe('the line above the output says which fields are missing', () => {
	const missing = async (items: IDataObject[], names: readonly string[]) => {
		const assignments = names.map((name) => ({
			...{ id: name, name, type: 'string', value: `={{ $json.${name} }}` },
		}));
		const anonUid = '={{ "visitor-" + $itemIndex }}';
		const panel = { eventSource: 'fields', platform: 'web', anonUid };
		return hintOf(
			await shop.send(items, { parameters: { ...panel, eventFields: { assignments } } }),
		);
	};

	test('and in how many events', async () => {
		const names = ['event_name', 'sku', 'price'];
		const items = [{ event_name: 'view', sku: 'a', price: '1' }, { event_name: 'view' }, {}];
		expect(await missing(items, names)).toContain(
			'In 2 of 3 events, an expression has no value for sku, price or event_name.',
		);
		expect(await missing(items.slice(0, 2), names)).toContain(
			'In 1 of 2 events, an expression has no value for sku and price.',
		);
		expect(await missing(items.slice(0, 1), names)).toMatch(
			/1 event was accepted in 1 request\. The first event has: [^.]+\.$/,
		);
	});

	test('and if the events do not say what happened', async () => {
		expect(await missing([{}], [])).toContain('Event Fields is empty, so');
	});
});
