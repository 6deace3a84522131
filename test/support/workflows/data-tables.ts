import { setTimeout as wait } from 'node:timers/promises';
import type { Session } from '../../../tools/n8n/session';
import { arrayOf, objectOf, textOf, type JsonObject } from '../../../tools/n8n/json';

/** The rows of a data table; none if nobody made it yet. */
export async function tableRows(n8n: Session, name: string): Promise<readonly JsonObject[]> {
	const table = await tableOf(n8n, name);
	if (table === undefined) return [];
	const rows: JsonObject[] = [];
	for (;;) {
		const page = await listOf(n8n, `${placeOf(table)}/rows?take=100&skip=${rows.length}`);
		rows.push(...page);
		if (page.length < 100) return rows;
	}
}

/** Adds rows to a data table, which is made first, with these columns, if nobody made it yet. */
export async function addRows(
	n8n: Session,
	name: string,
	columns: readonly JsonObject[],
	data: readonly JsonObject[],
): Promise<void> {
	if ((await tableOf(n8n, name)) === undefined) {
		const project = objectOf(await n8n.rest('GET', '/projects/personal'), 'a project');
		const path = `/projects/${textOf(project, 'id')}/data-tables`;
		await n8n.rest('POST', path, { name, columns });
	}
	const table = await tableOf(n8n, name);
	if (table === undefined) throw new Error(`There is no data table ${name}.`);
	for (let from = 0; from < data.length; from += 500)
		await n8n.rest('POST', `${placeOf(table)}/insert`, {
			data: data.slice(from, from + 500),
			returnType: 'count',
		});
}

async function tableOf(n8n: Session, name: string): Promise<JsonObject | undefined> {
	const filter = encodeURIComponent(JSON.stringify({ name: name.toLowerCase() }));
	const [table] = await listOf(n8n, `/data-tables-global?filter=${filter}`);
	return table;
}

/** So that the next scenario finds n8n as a new user does. */
export async function deleteDataTables(n8n: Session): Promise<void> {
	for (const table of await listOf(n8n, '/data-tables-global'))
		await n8n.rest('DELETE', placeOf(table));
}

/** Deletes one data table, which exists. */
export async function deleteDataTable(n8n: Session, name: string): Promise<void> {
	const table = await tableOf(n8n, name);
	await n8n.rest('DELETE', placeOf(objectOf(table, name)));
}

function placeOf(table: JsonObject): string {
	return `/projects/${textOf(table, 'projectId')}/data-tables/${textOf(table, 'id')}`;
}

async function listOf(n8n: Session, path: string): Promise<JsonObject[]> {
	const { data } = objectOf(await n8n.rest('GET', path), 'a page');
	return arrayOf(data, 'its data').map((entry) => objectOf(entry, 'an entry'));
}

/** Waits until it is so, and looks every so many milliseconds; fails after `limit` milliseconds. */
export async function until(
	condition: () => boolean | Promise<boolean>,
	limit = 60_000,
	every = 200,
): Promise<void> {
	for (const end = Date.now() + limit; !(await condition()); await wait(every)) {
		if (Date.now() > end)
			throw new Error(`It was not so within ${limit} ms: ${condition.toString()}`);
	}
}
