import { shortened } from './values';

/** Names of the fields that lead to a value, from the outermost one on; none for the outermost value. */
export type JsonPath = readonly string[];

/** Characters of a path that messages show. */
const longestShown = 100;

/** A path as messages show it: joined by dots, 100 characters at most. */
export function shownPath(path: JsonPath): string {
	let text = '';
	for (const [index, name] of path.entries()) {
		text += `${index === 0 ? '' : '.'}${name.slice(0, longestShown + 1)}`;
		if (text.length > longestShown) break;
	}
	return shortened(text, longestShown);
}

/** True if the names of a path, joined by dots, are this text. Linear in the text. */
export function isPath(path: JsonPath, text: string): boolean {
	let position = 0;
	for (const [index, name] of path.entries()) {
		const part = index === 0 ? name : `.${name}`;
		if (!text.startsWith(part, position)) return false;
		position += part.length;
	}
	return position === text.length;
}
