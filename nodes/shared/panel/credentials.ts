import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../failure';
import { credentialName } from '../kainic/api';
import { readConnection, type Connection, type KeyType } from '../kainic/connection';

type CredentialSource = Pick<IExecuteFunctions, 'getCredentials' | 'getNode'>;

/**
 * Reads the credential of a run. n8n does not say whether a credential holds expressions, so it is read
 * for the first item, for the last one, and for one that does not exist. Throws an InputError if they
 * differ, or if the credential cannot be used.
 */
export async function readCredential(
	context: CredentialSource,
	keyType: KeyType,
	itemCount: number,
): Promise<Connection> {
	const name = nameOfCredential(context);
	// The third index is a fraction: an expression such as `index % 2` can give the same for two whole numbers.
	const indexes = itemCount === 1 ? [0] : [0, itemCount - 1, itemCount + 0.5];
	const found = await Promise.all(indexes.map(async (index) => await readFields(context, index)));
	const [first] = found;
	if (new Set(found.map((each) => JSON.stringify(each))).size > 1) {
		throw new InputError('The credential depends on the item.', {
			headline: 'The Kainic API credential depends on the item',
			advice: 'Use one node for each credential, or Loop Over Items.',
		});
	}
	if (first?.fields === undefined) throw unreadable(first?.problem ?? '', name);
	return readConnection(first.fields, keyType, name);
}

interface Found {
	readonly fields?: Readonly<Record<string, unknown>>;
	/** Why n8n cannot read it. */
	readonly problem?: string;
}

async function readFields(context: CredentialSource, itemIndex: number): Promise<Found> {
	try {
		return { fields: { ...(await context.getCredentials(credentialName, itemIndex)) } };
	} catch (error) {
		return { problem: error instanceof Error ? (error.message.split('\n')[0] ?? '') : '' };
	}
}

/** The credential as n8n's editor calls it, for messages. */
function nameOfCredential(context: CredentialSource): string {
	const name = context.getNode().credentials?.[credentialName]?.name;
	return name === undefined ? 'the credential' : `"${name}"`;
}

function unreadable(problem: string, name: string): InputError {
	return new InputError(problem === '' ? `n8n cannot read ${name}.` : `${problem} (${name})`, {
		headline: 'The Kainic API credential cannot be read',
		advice: 'Choose a Kainic API credential in the node, and check its expressions.',
	});
}
