import { InputError } from '../failure';
import { idText, isAbsent, isQuoted, pathId } from '../values';

/** Kainic issues a separate key for each experiment. */
export type KeyType = 'project' | 'experiment';

/** A checked credential. */
export interface Connection {
	/** All fields of the credential, unchanged. */
	readonly credential: Readonly<Record<string, unknown>>;
	/** The base URL without a slash at its end. */
	readonly baseUrl: string;
	readonly projectId: string;
	readonly apiKey: string;
}

/** The fields of a credential, with their titles on its panel. */
export const credentialFields = {
	apiKey: "'API Key'",
	projectId: "'Project ID'",
	keyType: "'Key Type'",
	baseUrl: "'Base URL'",
} as const;

const headline = 'The Kainic API credential is not valid';
const open = 'Open the Kainic API credential';
const where = `${open} and correct it.`;

/** Checks a credential, which messages call `name`. Throws an InputError. */
export function readConnection(
	credential: Readonly<Record<string, unknown>>,
	keyType: KeyType,
	name = 'the credential',
): Connection {
	refuseOtherKeyType(credential.keyType, keyType, name);
	const baseUrl = checkBaseUrl(credential.baseUrl, name);
	const projectId = copied(credential.projectId, credentialFields.projectId, name);
	return {
		credential,
		baseUrl,
		projectId: pathId(projectId, credentialFields.projectId),
		apiKey: readApiKey(credential.apiKey, name),
	};
}

function readApiKey(value: unknown, name: string): string {
	const label = credentialFields.apiKey;
	const apiKey = copied(value, label, name);
	if (!/^bearer\s/i.test(apiKey)) return apiKey;
	throw invalid(
		`${label} in ${name} begins with "Bearer".`,
		`${open} and enter ${label} without "Bearer".`,
	);
}

/** Control characters, zero-width characters, half characters, and all spaces but the usual one. */
const invisible = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** A text that people copy from the Kainic Console. Throws an InputError if it was not copied correctly. */
function copied(value: unknown, label: string, name: string): string {
	const text = filled(value, label, name);
	if (isQuoted(text)) {
		throw invalid(
			`${label} in ${name} is in quotation marks.`,
			`${open} and enter ${label} without quotation marks.`,
		);
	}
	if (invisible.test(text)) {
		throw invalid(
			`${label} in ${name} contains a line break or an invisible character.`,
			`${open} and delete the text in ${label}. Then copy ${label} from the Kainic Console again.`,
		);
	}
	if (!text.includes('://')) return text;
	throw invalid(
		`${label} in ${name} is a web address.`,
		`${open} and enter ${label} as the Kainic Console shows it.`,
	);
}

function refuseOtherKeyType(actual: unknown, required: KeyType, name: string): void {
	if (actual === required) return;
	const isKnown = actual === 'project' || actual === 'experiment';
	throw invalid(
		`This node needs a credential with the key type '${keyTypes[required]}', but ${name} has ${isKnown ? `the key type '${keyTypes[actual]}'` : 'another key type'}.`,
		`In this node, choose the credential with the key of your ${required} ('Key Type': '${keyTypes[required]}').`,
		'The Kainic API credential has the wrong key type',
	);
}

/**
 * Returns the base URL without a slash at its end. Throws an InputError if the base URL is not valid or does not
 * begin with https (this machine: http), because the API key is part of each address.
 */
export function checkBaseUrl(value: unknown, name = 'the credential'): string {
	const text = filled(value, credentialFields.baseUrl, name).replace(/\/+$/, '');
	if (!URL.canParse(text)) {
		throw invalid(
			`'Base URL' in ${name} is not a valid address.`,
			`${where} A base URL looks like https://kainic.example.`,
		);
	}
	const url = new URL(text);
	refuseUnsafe(url, name);
	if (/[?#]/.test(text) || url.username !== '' || url.password !== '') {
		throw invalid(
			`'Base URL' in ${name} contains a user name, a question mark or a hash (#).`,
			`${where} Enter only the address, such as https://kainic.example.`,
		);
	}
	return text;
}

/** Throws an InputError if the API key would travel in plain text beyond this machine. */
export function refuseUnsafe(url: URL, name = 'the credential'): void {
	if (url.protocol === 'https:') return;
	const isLoopback = /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(url.hostname);
	if (url.protocol === 'http:' && isLoopback) return;
	throw invalid(
		url.protocol === 'http:'
			? `'Base URL' in ${name} begins with http://, so others could read the API key.`
			: `'Base URL' in ${name} begins with ${url.protocol} instead of https://.`,
		`${where} The base URL must begin with https://. For 127.0.0.1, it can also begin with http://.`,
	);
}

/** Key types as the credential's panel shows them. */
const keyTypes = { project: 'Project Key', experiment: 'Experiment Key' } as const;

function filled(value: unknown, label: string, name: string): string {
	const text = idText(value);
	if (text !== null) return text;
	const isEmpty = isAbsent(value) || typeof value === 'string';
	throw invalid(isEmpty ? `${label} in ${name} is empty.` : `${label} in ${name} must be text.`);
}

function invalid(message: string, advice = where, title = headline): InputError {
	return new InputError(message, { headline: title, advice });
}
