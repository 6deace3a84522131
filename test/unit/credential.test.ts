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

/** Reads the credential. `fields` stands for n8n, and throws as n8n does. */
async function read(fields: () => Fields) {
	const context = Object({ getCredentials: async () => fields(), getNode: () => node });
	return await readCredential(context, 'project');
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
