import { setTimeout as wait } from 'node:timers/promises';
import type { Session } from '../../../harness/session';
import { arrayOf, objectOf, textOf, type JsonObject } from '../../../harness/json';

/** The rows of a data table; none if nobody made it yet. */
export async function tableRows(n8n: Session, name: string): Promise<readonly JsonObject[]> {
	const filter = encodeURIComponent(JSON.stringify({ name: name.toLowerCase() }));
	const found = listOf(await n8n.rest('GET', `/data-tables-global?filter=${filter}`));
	const [table] = found;
	if (table === undefined) return [];
	const place = `/projects/${textOf(table, 'projectId')}/data-tables/${textOf(table, 'id')}/rows`;
	const rows: JsonObject[] = [];
	for (;;) {
		const page = listOf(await n8n.rest('GET', `${place}?take=100&skip=${rows.length}`));
		rows.push(...page);
		if (page.length < 100) return rows;
	}
}

function listOf(answer: unknown): JsonObject[] {
	const { data } = objectOf(answer, 'a page');
	return arrayOf(data, 'its data').map((entry) => objectOf(entry, 'an entry'));
}

/** Waits until it is so; fails after `limit` milliseconds. */
export async function until(condition: () => Promise<boolean>, limit: number): Promise<void> {
	for (const end = Date.now() + limit; !(await condition()); await wait(200)) {
		if (Date.now() > end)
			throw new Error(`It was not so within ${limit} ms: ${condition.toString()}`);
	}
}
