import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from './failure';
import { credentialName } from './kainic/api';
import {
	credentialFields,
	readConnection,
	type Connection,
	type KeyType,
} from './kainic/connection';
import { listOf } from './values';
import { yieldUnlessCanceled } from './wait';

type Fields = Readonly<Record<string, unknown>>;

type Context = Pick<IExecuteFunctions, 'getCredentials' | 'getNode' | 'getExecutionCancelSignal'>;

/**
 * Reads the credential, once for all requests of a run. Throws an InputError if the credential is not valid, or if its
 * expressions return different values for the items: the data of one shop would go to another shop.
 */
export async function readCredential(
	context: Context,
	keyType: KeyType,
	itemCount: number,
): Promise<Connection> {
	const saved = context.getNode().credentials?.[credentialName]?.name;
	const name = saved === undefined ? 'the credential' : `"${saved}"`;
	const first = await readFor(0, context, name);
	const connection = readConnection(first, keyType, name);
	const refuseOther = async (index: number) => {
		const names = differences(first, await readFor(index, context, name));
		if (names.length > 0) throw severalCredentials(name, index, names);
	};
	if (itemCount === 1) return connection;
	await refuseOther(itemCount - 1);
	if (await isFixed(first, context, itemCount)) return connection;
	for (let index = 1; index < itemCount - 1; index += 1) {
		await yieldUnlessCanceled(context.getExecutionCancelSignal());
		await refuseOther(index);
	}
	return connection;
}

/** The fields of the credential for an item. Throws an InputError if n8n cannot read the credential. */
async function readFor(itemIndex: number, context: Context, name: string): Promise<Fields> {
	try {
		return { ...(await context.getCredentials(credentialName, itemIndex)) };
	} catch (error) {
		throw unreadable(error, name);
	}
}

function unreadable(error: unknown, name: string): InputError {
	const [problem = ''] = error instanceof Error ? error.message.split('\n') : [];
	return new InputError(problem === '' ? `n8n cannot read ${name}.` : `${problem} (${name})`, {
		headline: 'The Kainic API credential cannot be read',
		advice:
			'Choose a Kainic API credential in the node, and check the expressions in the credential.',
	});
}

/**
 * True if the credential has the same values for every item. n8n does not report this, so we read the credential for
 * an item that does not exist: an expression that uses the item then fails or returns another value.
 */
async function isFixed(first: Fields, context: Context, itemCount: number): Promise<boolean> {
	try {
		const other = await context.getCredentials(credentialName, itemCount);
		return differences(first, other).length === 0;
	} catch {
		return false;
	}
}

/** The titles of the fields that differ. */
function differences(first: Fields, other: Fields): readonly string[] {
	return Object.entries(credentialFields)
		.filter(([name]) => first[name] !== other[name])
		.map(([, title]) => title);
}

function severalCredentials(name: string, index: number, titles: readonly string[]): InputError {
	const fields = listOf(titles, 'and');
	return new InputError(
		`In ${name}, the items 0 and ${index} have different values for ${fields}.`,
		{
			headline: 'The items have different Kainic API credentials',
			advice:
				'A Kainic node sends all its items with one credential. Put the node into a sub-workflow, and call the sub-workflow once for each credential.',
		},
	);
}
