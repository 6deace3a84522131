import type { IExecuteFunctions } from 'n8n-workflow';
import type { Yielder } from '../event-loop';
import { InputError } from '../failure';
import { credentialName } from '../kainic/api';
import { readConnection, type Connection, type KeyType } from '../kainic/connection';

type CredentialSource = Pick<IExecuteFunctions, 'getCredentials' | 'getNode'>;

/**
 * Reads the credential once for all items, or for each item if it may depend on them. Items with the same
 * credential share a connection. Throws an InputError if it depends on no item and cannot be used.
 */
export async function readConnections(
	context: CredentialSource,
	keyType: KeyType,
	itemCount: number,
	yielder: Yielder,
): Promise<{ of(itemIndex: number): Connection; readonly apiKeys: readonly string[] }> {
	const known = new Map<string, Connection | InputError>();
	const read = async (itemIndex: number) => {
		const [key, found] = await readCredential(context, keyType, itemIndex);
		const connection = known.get(key) ?? found;
		known.set(key, connection);
		return connection;
	};
	// n8n does not say whether a credential holds expressions. One that depends on the item gives an
	// error, or another value, for an item that does not exist. A whole number could be equal to another
	// in what an expression makes of it, e.g. even or odd.
	const nowhere = itemCount + 0.5;
	const [first, other] = await Promise.all([read(0), itemCount === 1 ? null : read(nowhere)]);
	const isShared = other === null || other === first;
	const byItem = [first];
	while (!isShared && byItem.length < itemCount) {
		await yielder.pause();
		byItem.push(await read(byItem.length));
	}
	const apiKeys = byItem.flatMap((connection) =>
		connection instanceof InputError ? [] : [connection.apiKey],
	);
	const of = (itemIndex: number) => {
		const connection = byItem[isShared ? 0 : itemIndex];
		if (connection === undefined || connection instanceof InputError) {
			throw asInputError(connection);
		}
		return connection;
	};
	if (isShared) of(0);
	return { of, apiKeys: [...new Set(apiKeys)] };
}

/** A key that is the same for equal credentials, and the credential or why it cannot be used. */
async function readCredential(
	context: CredentialSource,
	keyType: KeyType,
	itemIndex: number,
): Promise<readonly [string, Connection | InputError]> {
	let key = '';
	try {
		const fields = { ...(await context.getCredentials(credentialName, itemIndex)) };
		key = JSON.stringify(fields);
		return [key, readConnection(fields, keyType, nameOfCredential(context))];
	} catch (error) {
		const problem = asInputError(error);
		return [`${key} ${problem.message}`, problem];
	}
}

/** The credential as n8n's editor calls it, for messages. */
function nameOfCredential(context: CredentialSource): string {
	const name = context.getNode().credentials?.[credentialName]?.name;
	return name === undefined ? 'the credential' : `"${name}"`;
}

function asInputError(error: unknown): InputError {
	if (error instanceof InputError) return error;
	const [line = ''] = error instanceof Error ? error.message.split('\n') : [];
	return new InputError(line === '' ? 'The credential cannot be read.' : line, {
		headline: 'The Kainic API credential cannot be read',
		advice: 'Choose a Kainic API credential in the node, and check its expressions.',
	});
}
