import { documentedMessages, selectionMissingMessage } from '../../nodes/shared/kainic/api';
import type { FailureCode } from '../../nodes/shared/failure';

/** A documented message, with what stood in its braces. */
export interface Recognized {
	readonly template: string;
	readonly values: Readonly<Record<string, string>>;
}

const longestRecognized = 1000;

export const documentedTemplates = documentedMessages.map(({ message, code }) => ({
	message,
	code,
	names: [...message.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
	pattern: new RegExp(
		`^${message
			.split(/\{\w+\}/)
			.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
			.join('([^]*?)')}$`,
	),
}));

/** Finds the documented message that a whole text is; null if it is none. */
export function recognize(words: string): Recognized | null {
	const text = words.trim();
	if (text.length > longestRecognized) return null;
	for (const { message, names, pattern } of documentedTemplates) {
		const found = pattern.exec(text);
		if (found === null) continue;
		const values = names.map((name, index) => [name, found[index + 1] ?? ''] as const);
		return { template: message, values: Object.fromEntries(values) };
	}
	return null;
}

/** The documented wordings of a code, in the order of the contract. */
function wordings(code: FailureCode): readonly string[] {
	return documentedMessages.filter((known) => known.code === code).map(({ message }) => message);
}

const [missingEventFields = '', missingBodyFields = ''] = wordings('missing_fields');
const [fieldType = ''] = wordings('field_type');
const [noFile = ''] = wordings('no_file');
const [unknownStore = ''] = wordings('unknown_store');

/** Documented messages that this check asks for. */
export const says = {
	missingEventFields,
	missingBodyFields,
	fieldType,
	noFile,
	unknownStore,
	nothingAsked: selectionMissingMessage,
} as const;
