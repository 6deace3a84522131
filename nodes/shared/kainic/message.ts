import type { FailureCode } from '../failure-codes';
import { documentedMessages, inferredWording } from './api';

/** Characters of a message that are examined for inferred wording. */
const longestExamined = 2000;

const quotedParts = [/"[^"]*"/g, /(?<!\w)'[^']*'(?!\w)/g, /`[^`]*`/g, /“[^“”]*”/g, /‘[^‘’]*’/g];

const templates = documentedMessages.map(({ message, code }) => ({
	parts: message.split(/\{\w+\}/),
	code,
}));

/** The code of a documented message; undefined unless the whole message is one, white space around it aside. */
export function documentedCode(message: string): FailureCode | undefined {
	const text = message.trim();
	return templates.find(({ parts }) => fits(text, parts))?.code;
}

/** The code that an undocumented message suggests, parts in quotation marks aside. Inferred. */
export function inferredCode(message: string): FailureCode | undefined {
	const text = quotedParts.reduce(
		(rest, quoted) => rest.replace(quoted, ' '),
		message.slice(0, longestExamined),
	);
	return inferredWording.find(({ pattern }) => pattern.test(text))?.code;
}

/** True if a text is the given parts with anything between them. Linear. */
function fits(text: string, parts: readonly string[]): boolean {
	const [first = '', ...others] = parts;
	const last = others.pop();
	if (last === undefined) return text === first;
	if (!text.startsWith(first)) return false;
	let position = first.length;
	for (const part of others) {
		const found = text.indexOf(part.trimEnd(), position);
		if (found < 0) return false;
		position = found + part.trimEnd().length;
	}
	return text.endsWith(last) && text.length - last.length >= position;
}
