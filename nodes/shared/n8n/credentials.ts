import type { IExecuteFunctions } from 'n8n-workflow';
import type { TimeSlice } from '../delivery/job';
import { InputError } from '../failure';
import { credentialName } from '../kainic/api';
import { readConnection, type Connection, type KeyType } from '../kainic/connection';

type CredentialSource = Pick<IExecuteFunctions, 'getCredentials' | 'getNode'>;

/** The credential of each item, as it was when the run began. */
interface Connections {
	/** Items with the same credential share an object. Throws an InputError if it cannot be used. */
	of(itemIndex: number): Connection;
	/** Each once. */
	readonly apiKeys: readonly string[];
}

/**
 * Reads the credential once for all items, or for each item if it may depend on them. Throws an
 * InputError if it depends on no item and cannot be used, or n8n's own error if there is none.
 */
export async function readConnections(
	context: CredentialSource,
	keyType: KeyType,
	itemCount: number,
	timeSlice: TimeSlice,
): Promise<Connections> {
	// n8n does not say whether a credential holds expressions. One that depends on the item gives an
	// error, or another value, for an item that does not exist. A whole number could be equal to another
	// in what an expression makes of it, e.g. even or odd.
	const nowhere = itemCount + 0.5;
	const [first, other] = await Promise.all([
		readCredential(context, 0),
		itemCount === 1 ? null : readCredential(context, nowhere),
	]);
	// n8n has read its database, so other tasks have had their turn.
	timeSlice.renew();
	if (other === null || keyOf(first) === keyOf(other)) {
		if (first instanceof InputError) throw first;
		const connection = readConnection(first, keyType, nameOfCredential(context));
		return { of: () => connection, apiKeys: [connection.apiKey] };
	}
	return await readForEachItem(context, keyType, itemCount, timeSlice);
}

async function readForEachItem(
	context: CredentialSource,
	keyType: KeyType,
	itemCount: number,
	timeSlice: TimeSlice,
): Promise<Connections> {
	const name = nameOfCredential(context);
	const known = new Map<string, Connection | InputError>();
	const byItem: Array<Connection | InputError> = [];
	for (let index = 0; index < itemCount; index += 1) {
		if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
		const credential = await readCredential(context, index);
		const key = keyOf(credential);
		const connection = known.get(key) ?? connect(credential, keyType, name);
		known.set(key, connection);
		byItem.push(connection);
	}
	const keys = [...known.values()].flatMap((connection) =>
		connection instanceof InputError ? [] : [connection.apiKey],
	);
	return {
		of: (itemIndex) => {
			const connection = byItem[itemIndex];
			if (connection === undefined || connection instanceof InputError) {
				throw asInputError(connection);
			}
			return connection;
		},
		apiKeys: [...new Set(keys)],
	};
}

/** The fields of a credential, or why it cannot be used. */
type Credential = Readonly<Record<string, unknown>> | InputError;

async function readCredential(context: CredentialSource, itemIndex: number): Promise<Credential> {
	try {
		return { ...(await context.getCredentials(credentialName, itemIndex)) };
	} catch (error) {
		return asInputError(error);
	}
}

function connect(credential: Credential, keyType: KeyType, name: string): Connection | InputError {
	if (credential instanceof InputError) return credential;
	try {
		return readConnection(credential, keyType, name);
	} catch (error) {
		return asInputError(error);
	}
}

/** The credential as n8n's editor calls it, for messages. */
function nameOfCredential(context: CredentialSource): string {
	const name = context.getNode().credentials?.[credentialName]?.name;
	return name === undefined ? 'the credential' : `"${name}"`;
}

function keyOf(credential: Credential): string {
	if (credential instanceof InputError) return `unusable: ${credential.message}`;
	return JSON.stringify(credential);
}

function asInputError(error: unknown): InputError {
	if (error instanceof InputError) return error;
	const [line = ''] = error instanceof Error ? error.message.split('\n') : [];
	return new InputError(line === '' ? 'The credential cannot be read.' : line, {
		headline: 'The Kainic API credential cannot be read',
		advice: 'Choose a Kainic API credential in the node, and check its expressions.',
	});
}
