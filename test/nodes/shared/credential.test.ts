import { readCredential } from '../../../nodes/shared/credential';
import { InputError } from '../../../nodes/shared/failure';
import { fakeNode } from '../../support/units/fake-node';

type Fields = Readonly<Record<string, unknown>>;

const valid: Fields = {
	keyType: 'project',
	baseUrl: 'https://kainic.test',
	projectId: 'demo',
	apiKey: 'key-of-the-shop',
};

const node = fakeNode({ credentials: { kainicApi: { id: '2', name: 'Kainic account 2' } } });

/** Reads the credential. `fields` stands for n8n, gets the index of an item, and throws as n8n does. */
async function read(fields: (index: number) => Fields, itemCount = 1, cancel?: AbortSignal) {
	const context = Object({
		getCredentials: async (_: string, index: number) => fields(index),
		getNode: () => node,
		getExecutionCancelSignal: () => cancel,
	});
	return await readCredential(context, 'project', itemCount);
}

const wrongKey =
	"This node needs a credential with the key type 'Project Key', but \"Kainic account 2\" has the key type 'Experiment Key'.";

test.each<[Fields, string]>([
	[{ baseUrl: 'kainic' }, '\'Base URL\' in "Kainic account 2" is not a valid address.'],
	[{ apiKey: '' }, '\'API Key\' in "Kainic account 2" is empty.'],
	[{ keyType: 'experiment' }, wrongKey],
])('a credential with %j refuses the run, and the message names it', async (change, message) => {
	await expect(read(() => ({ ...valid, ...change }))).rejects.toThrow(message);
});

test('a credential that n8n does not have refuses the run, in a line', async () => {
	const missing = () => {
		throw new Error('Credential with ID "2" does not exist.\n  at line 1');
	};
	await expect(read(missing)).rejects.toThrow(
		new InputError('Credential with ID "2" does not exist. ("Kainic account 2")'),
	);
});

/** The indexes of the items for which the credential is read. */
async function indexesRead(keyOf: (index: number) => unknown, itemCount: number) {
	const indexes: number[] = [];
	const apiKeyOf = (index: number) => {
		indexes.push(index);
		return { ...valid, apiKey: keyOf(index) };
	};
	const { apiKey } = await read(apiKeyOf, itemCount);
	return { apiKey, indexes };
}

test.each([
	['once for one item', 1, [0]],
	['for the first and the last item, and for one that does not exist', 1000, [0, 999, 1000]],
])('a credential without expressions is read %s', async (_, itemCount, indexes) => {
	await expect(indexesRead(() => 'key', itemCount)).resolves.toEqual({ apiKey: 'key', indexes });
});

test('a credential that depends on the item is read for each item', async () => {
	const keyOf = (index: number) => (index < 5 ? 'key' : undefined);
	const expected = { apiKey: 'key', indexes: [0, 4, 5, 1, 2, 3] };
	await expect(indexesRead(keyOf, 5)).resolves.toEqual(expected);
	const failing = (index: number) => {
		if (index === 5) throw new Error('no such item');
		return 'key';
	};
	await expect(indexesRead(failing, 5)).resolves.toEqual(expected);
});

test('a cancel ends the reading of many credentials', async () => {
	const cancel = new AbortController();
	let reads = 0;
	const fields = (index: number) => {
		reads += 1;
		if (index === 10) cancel.abort();
		return { ...valid, projectId: index < 1000 ? 'demo' : 'none' };
	};
	await expect(read(fields, 1000, cancel.signal)).rejects.toThrow('abort');
	expect(reads).toBe(13);
});

test('all fields that differ are named, and no value is shown', async () => {
	const change = { apiKey: 'key-of-b', projectId: 'b', keyType: 'x', baseUrl: 'https://b.test' };
	const fields = (index: number) => (index === 0 ? valid : { ...valid, ...change });
	await expect(read(fields, 3)).rejects.toThrow(
		new InputError(
			"In \"Kainic account 2\", the items 0 and 2 have different values for 'API Key', 'Project ID', 'Key Type' and 'Base URL'.",
		),
	);
});
