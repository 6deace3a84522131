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
	const found = await Promise.allSettled(
		indexes.map(async (index) => await context.getCredentials(credentialName, index)),
	);
	const texts = found.map((each) => {
		if (each.status === 'fulfilled') return JSON.stringify(each.value);
		return each.reason instanceof Error ? each.reason.message.split('\n')[0] : '';
	});
	if (new Set(texts).size > 1) {
		throw new InputError('The Kainic API credential has different values for different items.', {
			headline: 'The Kainic API credential differs between items',
			advice: 'Use one node for each credential, or add a Loop Over Items node before this node.',
		});
	}
	const [first] = found;
	if (first?.status === 'fulfilled') return readConnection({ ...first.value }, keyType, name);
	const [problem = ''] = texts;
	throw new InputError(problem === '' ? `n8n cannot read ${name}.` : `${problem} (${name})`, {
		headline: 'The Kainic API credential cannot be read',
		advice:
			'Choose a Kainic API credential in the node, and check the expressions in the credential.',
	});
}
