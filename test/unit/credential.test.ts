import { InputError } from '../../nodes/shared/failure';
import { readCredential } from '../../nodes/shared/run';
import { fakeNode } from './support/fake-node';

type Fields = Readonly<Record<string, unknown>>;

const valid: Fields = {
	keyType: 'project',
	baseUrl: 'https://kainic.test',
	projectId: 'demo',
	apiKey: 'key-of-the-shop',
};

const node = fakeNode({ credentials: { kainicApi: { id: '2', name: 'Kainic account 2' } } });

/** Reads the credential of so many items. `fieldsAt` stands for n8n, and throws as n8n does. */
async function read(itemCount: number, fieldsAt: (itemIndex: number) => Fields) {
	const getCredentials: jest.Mock = jest.fn(async (_type: string, itemIndex: number) =>
		fieldsAt(itemIndex),
	);
	const context = { getCredentials, getNode: () => node };
	const connection = await readCredential(context, 'project', itemCount);
	return { connection, indexes: getCredentials.mock.calls.map(([, index]) => Number(index)) };
}

test('a credential is read for the first item, the last one, and one that does not exist', async () => {
	const { connection, indexes } = await read(1000, () => valid);
	expect(indexes).toEqual([0, 999, 1000.5]);
	expect(connection).toMatchObject({ apiKey: 'key-of-the-shop', projectId: 'demo' });
});

test('for one item it is read once, so that Loop Over Items can give each item another one', async () => {
	const { indexes } = await read(1, () => valid);
	expect(indexes).toEqual([0]);
});

const wrongKey =
	'This node needs a credential with the key type Project Key, but "Kainic account 2" has the key type Experiment Key.';

test.each<[Fields, string]>([
	[{ baseUrl: 'kainic' }, 'The base URL in "Kainic account 2" is not a valid address.'],
	[{ apiKey: '' }, 'The API Key in "Kainic account 2" is empty.'],
	[{ keyType: 'experiment' }, wrongKey],
])('a credential with %j refuses the run, and the message names it', async (change, message) => {
	await expect(read(2, () => ({ ...valid, ...change }))).rejects.toThrow(message);
});

test('a credential that n8n does not have refuses the run, in a line', async () => {
	const missing = () => {
		throw new Error('Credential with ID "2" does not exist.\n  at line 1');
	};
	await expect(read(2, missing)).rejects.toThrow(
		new InputError('Credential with ID "2" does not exist. ("Kainic account 2")'),
	);
});

const onlyForItems = (index: number) => {
	if (!Number.isInteger(index)) throw new Error('There is no such item');
	return {};
};

test.each<[string, (itemIndex: number) => Fields]>([
	['the last item has another key', (index) => ({ apiKey: `key-${index === 2}` })],
	['an item that does not exist has another key', (index) => ({ apiKey: `${index % 2}` })],
	['one that cannot be used is another', (index) => ({ projectId: index === 0 ? '' : 'p' })],
	['it cannot be read for an item that does not exist', onlyForItems],
])('a credential that depends on the item is refused: %s', async (_, changeAt) => {
	await expect(read(3, (index) => ({ ...valid, ...changeAt(index) }))).rejects.toMatchObject({
		message: 'The Kainic API credential has different values for different items.',
		explanation: {
			advice: 'Use one node for each credential, or add a Loop Over Items node before this node.',
		},
	});
});
