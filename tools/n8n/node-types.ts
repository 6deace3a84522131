import { z } from 'zod/v4';
import type { Session } from './session';

/** Descriptions of all node types of this n8n whose names begin with `prefix`. */
export async function nodeTypes(session: Session, prefix: string) {
	const response = await session.fetch('/types/nodes.json');
	if (!response.ok) throw new Error(`n8n gave no node types (${response.status}).`);
	const types = z.array(z.looseObject({ name: z.string() })).parse(await response.json());
	return types.filter(({ name }) => name.startsWith(prefix));
}
