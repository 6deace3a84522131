import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startEmulator, type Emulator } from '../../../emulator';
import { nodeNames } from '../../faults/support/fault-case';
import { nodeCases } from '../../faults/support/node-case';
import { credentialFor } from '../event/shop';
import { experimentCredential } from '../prediction/predictions';
import { runNode } from '../support';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(async () => await emulator.close());

/** What the documents say an answer holds only if it is asked for. */
const asked = {
	additionalFields: { uid: 'user-1' },
	options: { returnFullItemsData: true, limit: 1 },
};

/** The form of a value as JSON Schema names it, with the fields of an object. */
function formOf(value: unknown): unknown {
	if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'number' };
	if (typeof value !== 'object' || value === null) return { type: typeof value };
	return { type: 'object', properties: formsOf(value) };
}

function formsOf(value: object): object {
	return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, formOf(each)]));
}

test.each(nodeNames)('n8n previews fields that Kainic %s puts out', async (name) => {
	const { type, keyType, items, parameters } = nodeCases[name];
	const credential = keyType === 'experiment' ? experimentCredential : credentialFor;
	const { outputs } = await runNode({
		type,
		items: [...items],
		parameters: { ...parameters, ...(type.startsWith('kainicC') ? {} : asked) },
		credential: credential(emulator.url),
	});
	const className = type.replace('kainic', 'Kainic');
	const file = path.join(__dirname, `../../../nodes/${className}/__schema__/v1.0.0.json`);
	const { properties } = JSON.parse(readFileSync(file, 'utf8'));
	expect(formsOf(outputs[0]?.[0]?.json ?? {})).toMatchObject(properties);
});
