import { InputError } from '../../../nodes/shared/failure';
import { readConnections } from '../../../nodes/shared/panel/credentials';
import { fakeNode } from '../support/fake-node';

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
	const log: string[] = [];
	const getCredentials: jest.Mock = jest.fn(async (_type: string, itemIndex: number) => {
		log.push(`read ${itemIndex}`);
		await new Promise(setImmediate);
		log.push(`have ${itemIndex}`);
		return fieldsAt(itemIndex);
	});
	const yielder = {
		pause: () => undefined,
	};
	const getNode = () => node;
	const connections = await readConnections(
		{ getCredentials, getNode },
		'project',
		itemCount,
		yielder,
	);
	return { connections, log };
}

describe('a credential that depends on no item', () => {
	test('is read for the first item and for none at the same time', async () => {
		const { connections, log } = await read(1000, () => valid);
		expect(log).toEqual(['read 0', 'read 1000.5', 'have 0', 'have 1000.5']);
		expect(connections.apiKeys).toEqual(['key-of-the-shop']);
		expect(connections.of(999)).toBe(connections.of(0));
	});

	test('is read once for one item', async () => {
		const { log } = await read(1, () => valid);
		expect(log).toEqual(['read 0', 'have 0']);
	});

	test('refuses the run if it cannot be used', async () => {
		const broken = { ...valid, baseUrl: 'kainic' };
		await expect(read(2, () => broken)).rejects.toThrow(InputError);
		const ofExperiment = { ...valid, keyType: 'experiment' };
		await expect(read(2, () => ofExperiment)).rejects.toThrow(
			'This node needs a credential with the key type Project Key, but that of "Kainic account 2" is Experiment Key.',
		);
		const missing = () => {
			throw new Error('Node does not have any credentials set\n  at line 1');
		};
		await expect(read(2, missing)).rejects.toThrow(
			new InputError('Node does not have any credentials set'),
		);
	});
});

describe('a credential that depends on the item', () => {
	const keyed = (itemIndex: number): Fields => {
		if (!Number.isInteger(itemIndex)) throw new Error('There is no such item');
		return { ...valid, apiKey: `key ${itemIndex % 2}` };
	};

	test('is read for each item, and items with the same one share it', async () => {
		const { connections, log } = await read(3, keyed);
		expect(log.filter((line) => line.startsWith('read'))).toEqual([
			'read 0',
			'read 3.5',
			'read 1',
			'read 2',
		]);
		expect([0, 1, 2].map((index) => connections.of(index).apiKey)).toEqual([
			'key 0',
			'key 1',
			'key 0',
		]);
		expect(connections.of(2)).toBe(connections.of(0));
		expect([...connections.apiKeys].sort()).toEqual(['key 0', 'key 1']);
	});

	test('has its key once, however many projects share it', async () => {
		const { connections } = await read(50, (itemIndex) => ({
			...valid,
			projectId: `project ${itemIndex}`,
		}));
		expect(connections.of(7)).not.toBe(connections.of(8));
		expect(connections.apiKeys).toEqual(['key-of-the-shop']);
	});

	test('refuses only the items for which it cannot be used', async () => {
		const { connections } = await read(3, (itemIndex) => ({
			...keyed(itemIndex),
			...(itemIndex === 1 ? { projectId: '' } : {}),
		}));
		expect(connections.of(0).apiKey).toBe('key 0');
		expect(() => connections.of(1)).toThrow(InputError);
		expect(connections.apiKeys).toEqual(['key 0']);
	});
});
