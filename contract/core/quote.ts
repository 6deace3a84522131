import { documentedTemplates } from './messages';
import type { Check } from './model';
import { namesOfIds } from './values';

const longest = 300;
const longestExamined = 4_000;

/** Characters that could act in a terminal, or turn the direction of a text. */
const invisible = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/** Words that look like a key or an ID: with a digit or a hyphen, and not short. */
const opaque = /[\p{L}\p{N}_~+/=-]{8,}/gu;

export type Quote = (words: string) => string;

/**
 * Makes the words of a server fit for a report: in one line, short, without IDs. Replaces
 * whatever looks like a key or an ID as well, except the names that this check has asked about.
 */
export function createQuote(check: Check): Quote {
	const names = namesOfIds(check);
	const kept = new Set([...names.map(([, name]) => name), ...plainWords]);
	return (words) => {
		const line = startOf(words).replace(invisible, ' ').replace(/\s+/g, ' ').trim();
		const named = replaceIds(withoutKeys(line), names);
		const masked = named.replace(opaque, (word) => (isPlain(word, kept) ? word : '…'));
		return masked.length > longest ? `${masked.slice(0, longest - 1)}…` : masked;
	};
}

/** Half of an ID would not be recognised. */
function startOf(words: string): string {
	return words.length <= longestExamined
		? words
		: words.slice(0, longestExamined).replace(/\S*$/, '');
}

/** An ID inside a longer word is not one: a project called "a" would take every "a" away. */
function replaceIds(text: string, names: ReturnType<typeof namesOfIds>): string {
	return names.reduce((rest, [id, name]) => {
		const spellings = [...new Set([id, encodeURIComponent(id)])].map(escaped).join('|');
		const whole = new RegExp(`(?<![\\p{L}\\p{N}])(?:${spellings})(?![\\p{L}\\p{N}])`, 'giu');
		return rest.replace(whole, () => name);
	}, text);
}

/** Addresses with a key in their query. */
function withoutKeys(text: string): string {
	return text.replace(/(key|token|secret)(=|%3D|\\u003d|&#61;)[^\s"'&<>]*/gi, '$1$2…');
}

const plainWords = documentedTemplates.flatMap(({ message }) => message.match(opaque) ?? []);

function isPlain(word: string, kept: ReadonlySet<string>): boolean {
	return kept.has(word) || /^[\p{L}_]+$/u.test(word);
}

export function escaped(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
