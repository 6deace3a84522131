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
		read(context, keyType, 0),
		itemCount === 1 ? null : read(context, keyType, nowhere),
	]);
	// n8n has read its database, so other tasks have had their turn.
	timeSlice.renew();
	const isShared = other === null || other.key === first.key;
	const known = new Map([[first.key, first.connection]]);
	const byItem = [first.connection];
	while (!isShared && byItem.length < itemCount) {
		if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
		const { key, connection } = await read(context, keyType, byItem.length);
		const shared = known.get(key) ?? connection;
		known.set(key, shared);
		byItem.push(shared);
	}
	const keys = [...known.values()].flatMap((connection) =>
		connection instanceof InputError ? [] : [connection.apiKey],
	);
	const connections: Connections = {
		of: (itemIndex) => {
			const connection = byItem[isShared ? 0 : itemIndex];
			if (connection === undefined || connection instanceof InputError) {
				throw asInputError(connection);
			}
			return connection;
		},
		apiKeys: [...new Set(keys)],
	};
	if (isShared) connections.of(0);
	return connections;
}

interface ReadCredential {
	/** The same for equal credentials. */
	readonly key: string;
	/** Or why the credential cannot be used. */
	readonly connection: Connection | InputError;
}

async function read(
	context: CredentialSource,
	keyType: KeyType,
	itemIndex: number,
): Promise<ReadCredential> {
	let key = '';
	try {
		const fields = { ...(await context.getCredentials(credentialName, itemIndex)) };
		key = JSON.stringify(fields);
		return { key, connection: readConnection(fields, keyType, nameOfCredential(context)) };
	} catch (error) {
		const problem = asInputError(error);
		return { key: `${key} ${problem.message}`, connection: problem };
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
