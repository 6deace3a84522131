import { arrayOf, objectOf, textOf, type JsonObject } from './json';
import type { Session } from './session';

/** Descriptions of all node types of this n8n whose names begin with `prefix`. */
export async function nodeTypes(session: Session, prefix = ''): Promise<JsonObject[]> {
	const response = await session.fetch('/types/nodes.json');
	if (!response.ok) throw new Error(`n8n gave no node types (${response.status}).`);
	const answer: unknown = await response.json();
	return arrayOf(answer, 'The node types')
		.map((description) => objectOf(description, 'A node type'))
		.filter((description) => textOf(description, 'name').startsWith(prefix));
}
