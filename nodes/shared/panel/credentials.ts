import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../failure';
import { credentialName } from '../kainic/api';
import { readConnection, type Connection, type KeyType } from '../kainic/connection';

/**
 * Reads the credential of a run. n8n does not say whether a credential holds expressions, so it is read
 * for the first item, for the last one, and for one that does not exist. Throws an InputError if they
 * differ, or if the credential cannot be used.
 */
export async function readCredential(
	context: Pick<IExecuteFunctions, 'getCredentials' | 'getNode'>,
	keyType: KeyType,
	itemCount: number,
): Promise<Connection> {
	const saved = context.getNode().credentials?.[credentialName]?.name;
	const name = saved === undefined ? 'the credential' : `"${saved}"`;
	// The third index is a fraction: an expression such as `index % 2` can give the same for two whole numbers.
	const indexes = itemCount === 1 ? [0] : [0, itemCount - 1, itemCount + 0.5];
	const found = await Promise.all(indexes.map(async (index) => await readFields(context, index)));
	if (new Set(found.map((each) => JSON.stringify(each))).size > 1) {
		throw new InputError('The Kainic API credential has different values for different items.', {
			headline: 'The Kainic API credential differs between items',
			advice: 'Use one node for each credential, or add a Loop Over Items node before this node.',
		});
	}
	const { fields, problem = '' } = found[0] ?? {};
	if (fields !== undefined) return readConnection(fields, keyType, name);
	throw new InputError(problem === '' ? `n8n cannot read ${name}.` : `${problem} (${name})`, {
		headline: 'The Kainic API credential cannot be read',
		advice: 'Choose a Kainic API credential in the node, and check its expressions.',
	});
}

/** The fields of the credential, or why n8n cannot read it. */
async function readFields(
	context: Pick<IExecuteFunctions, 'getCredentials'>,
	itemIndex: number,
): Promise<{
	readonly fields?: Readonly<Record<string, unknown>>;
	readonly problem?: string | undefined;
}> {
	try {
		return { fields: { ...(await context.getCredentials(credentialName, itemIndex)) } };
	} catch (error) {
		return { problem: error instanceof Error ? error.message.split('\n')[0] : '' };
	}
}
