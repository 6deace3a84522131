import type { IExecuteFunctions } from 'n8n-workflow';
import type { TimeSlice } from '../delivery/job';
import { InputError } from '../failure';
import { credentialName } from '../kainic/api';
import { readConnection, type Connection, type KeyType } from '../kainic/connection';

/** The credential of each item, as it was when the run began. */
export interface Connections {
	/** Items with the same credential share an object. Throws an InputError if it cannot be used. */
	of(itemIndex: number): Connection;
	readonly apiKeys: readonly string[];
}

type Resolved =
	| { readonly kind: 'connection'; readonly connection: Connection }
	| { readonly kind: 'unusable'; readonly error: unknown };

/**
 * Reads the credential once for all items, or for each item if it may depend on them. Throws an
 * InputError if it depends on no item and cannot be used, or n8n's own error if there is none.
 */
export async function readConnections(
	context: IExecuteFunctions,
	keyType: KeyType,
	itemCount: number,
	timeSlice: TimeSlice,
): Promise<Connections> {
	const first = await readCredential(context, 0);
	if (itemCount === 1 || (await isSameForAll(context, first, itemCount))) {
		if (first.kind === 'unusable') throw asInputError(first.error);
		const connection = readConnection(first.credential, keyType);
		return { of: () => connection, apiKeys: [connection.apiKey] };
	}
	return await readForEachItem(context, keyType, itemCount, timeSlice);
}

type Credential =
	| { readonly kind: 'credential'; readonly credential: Readonly<Record<string, unknown>> }
	| { readonly kind: 'unusable'; readonly error: unknown };

async function readCredential(context: IExecuteFunctions, itemIndex: number): Promise<Credential> {
	try {
		const credential = await context.getCredentials(credentialName, itemIndex);
		return { kind: 'credential', credential: { ...credential } };
	} catch (error) {
		return { kind: 'unusable', error };
	}
}

/**
 * n8n does not say whether a credential holds expressions. One that depends on the item gives an
 * error, or another value, for an item that does not exist.
 */
async function isSameForAll(
	context: IExecuteFunctions,
	first: Credential,
	itemCount: number,
): Promise<boolean> {
	const missing = await readCredential(context, itemCount);
	return keyOf(first) === keyOf(missing);
}

async function readForEachItem(
	context: IExecuteFunctions,
	keyType: KeyType,
	itemCount: number,
	timeSlice: TimeSlice,
): Promise<Connections> {
	const known = new Map<string, Resolved>();
	const byItem: Resolved[] = [];
	for (let index = 0; index < itemCount; index += 1) {
		if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
		const credential = await readCredential(context, index);
		const key = keyOf(credential);
		const resolved = known.get(key) ?? resolve(credential, keyType);
		known.set(key, resolved);
		byItem.push(resolved);
	}
	return {
		of: (itemIndex) => {
			const resolved = byItem[itemIndex];
			if (resolved?.kind === 'connection') return resolved.connection;
			throw asInputError(resolved?.error);
		},
		apiKeys: [...known.values()].flatMap((resolved) =>
			resolved.kind === 'connection' ? [resolved.connection.apiKey] : [],
		),
	};
}

function resolve(credential: Credential, keyType: KeyType): Resolved {
	if (credential.kind === 'unusable') return credential;
	try {
		return { kind: 'connection', connection: readConnection(credential.credential, keyType) };
	} catch (error) {
		return { kind: 'unusable', error };
	}
}

function keyOf(credential: Credential): string {
	if (credential.kind === 'credential') return JSON.stringify(credential.credential);
	return `unusable: ${messageOf(credential.error)}`;
}

function asInputError(error: unknown): InputError {
	if (error instanceof InputError) return error;
	return new InputError(messageOf(error), {
		headline: 'The Kainic API credential cannot be read',
		advice: 'Choose a Kainic API credential in the node, and check its expressions.',
	});
}

function messageOf(error: unknown): string {
	const [line = ''] = error instanceof Error ? error.message.split('\n') : [];
	return line === '' ? 'The credential cannot be read.' : line;
}
