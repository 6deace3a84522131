import type { INodeProperties } from 'n8n-workflow';
import { isPlainObject } from '../values';

export type Panel = ReadonlyArray<NonNullable<INodeProperties['options']>[number]>;

/** A parameter, as the panel shows it and as the workflow holds it. */
export interface Parameter {
	/** Without a unit in parentheses. */
	readonly title: string;
	/** Undefined if the node's panel does not have it. */
	readonly property: INodeProperties | undefined;
	readonly holdsExpression: boolean;
	/** The title of a text that was typed in Fixed mode and holds an expression; null if there is none. */
	readonly typedExpression: string | null;
	/** As n8n gives it for an item, unchecked; `null` if the panel does not show it. */
	read(itemIndex: number): unknown;
}

/** The title of a parameter, with that of the collection of rows that it is in, and its property on the panel. */
export function findProperty(
	panel: Panel,
	[name = '', ...inner]: readonly string[],
): Pick<Parameter, 'title' | 'property'> {
	for (const found of panel) {
		if (found.name !== name) continue;
		const title = 'displayName' in found ? found.displayName : found.name;
		if ('values' in found) return findProperty(found.values, inner);
		if (!('type' in found)) break;
		if (inner.length === 0) return { title: title.replace(/ \(.*\)$/, ''), property: found };
		const within = findProperty(found.options ?? [], inner);
		if (found.type !== 'fixedCollection') return within;
		return { ...within, title: `${within.title} of ${title}` };
	}
	return { title: name, property: undefined };
}

/** n8n marks an expression by a leading "=", at any depth of a collection. Rows are named by their own names. */
export function findExpressions(
	raw: unknown,
	title: string,
): Pick<Parameter, 'holdsExpression' | 'typedExpression'> {
	if (typeof raw === 'string') {
		const holdsExpression = raw.startsWith('=');
		const typed = !holdsExpression && raw.includes('{{');
		return { holdsExpression, typedExpression: typed ? title : null };
	}
	let [holdsExpression, typedExpression]: [boolean, string | null] = [false, null];
	if (typeof raw !== 'object' || raw === null) return { holdsExpression, typedExpression };
	const isRow = isPlainObject(raw) && typeof raw.name === 'string' && !raw.name.startsWith('=');
	const own = isRow ? `"${String(raw.name)}" of ${title}` : title;
	for (const value of Object.values(raw)) {
		const inner = findExpressions(value, own);
		holdsExpression ||= inner.holdsExpression;
		typedExpression ??= inner.typedExpression;
	}
	return { holdsExpression, typedExpression };
}
