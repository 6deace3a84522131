import { arrayOf, objectOf, type JsonObject } from '../../../tools/n8n/json';
import { UnknownError } from './expressions';
import type { Item, NodeContext, NodeType } from './run';

type Cell = string | number | null;
export type Row = Record<string, Cell> & { readonly id: number; readonly updatedAt: string };
type Test = (row: Row) => boolean;

export interface Database {
	/** In PostgreSQL, two upserts at once may both find no row, and rows that nothing sorts come by their last change. */
	readonly isPostgres: boolean;
	/** How many rows n8n reads at once. */
	readonly page: number;
}

/** As SQL compares. Null is neither less nor more than anything. */
const comparisons: Readonly<Record<string, (cell: Cell, value: Cell) => boolean>> = {
	eq: (cell, value) => cell === value,
	lt: (cell, value) => cell !== null && value !== null && cell < value,
	lte: (cell, value) => cell !== null && value !== null && cell <= value,
	gt: (cell, value) => cell !== null && value !== null && cell > value,
	gte: (cell, value) => cell !== null && value !== null && cell >= value,
};

/** A data table of n8n in memory. Each method is one transaction. */
export class DataTable {
	/** In the order in which the database finds them. */
	rows: readonly Row[] = [];
	private ids = 0;
	private readonly types: ReadonlyMap<string, string>;

	constructor(
		columns: readonly JsonObject[],
		readonly database: Database,
	) {
		const own = columns.map(({ name, type }) => [String(name), String(type)] as const);
		this.types = new Map([...own, ['id', 'number'], ['updatedAt', 'date']]);
	}

	/** The rows, and those with the same value by their IDs. */
	select(test: Test, column: string): Row[] {
		if (!this.types.has(column)) throw new Error('Specified column does not exist');
		const order = (a: Cell = null, b: Cell = null) =>
			a === b ? 0 : (a ?? '') < (b ?? '') ? -1 : 1;
		return this.rows.filter(test).sort((a, b) => order(a[column], b[column]) || a.id - b.id);
	}

	insert(rows: readonly JsonObject[]): Row[] {
		const now = new Date().toISOString();
		const empty = Object.fromEntries([...this.types.keys()].map((name) => [name, null]));
		const added = rows.map((row): Row => {
			const system = { id: (this.ids += 1), createdAt: now, updatedAt: now };
			return { ...empty, ...this.checked(row), ...system };
		});
		this.rows = [...this.rows, ...added];
		return added;
	}

	update(test: Test, change: JsonObject): Row[] {
		const checked = { ...this.checked(change), updatedAt: new Date().toISOString() };
		const changed = this.rows.filter(test).map((row): Row => ({ ...row, ...checked }));
		const rows = [...this.rows.filter((row) => !test(row)), ...changed];
		this.rows = this.database.isPostgres ? rows : rows.sort((a, b) => a.id - b.id);
		return changed;
	}

	delete(test: Test): Row[] {
		const gone = this.rows.filter(test);
		this.rows = this.rows.filter((row) => !test(row));
		return gone;
	}

	/** Whether a row meets all conditions, as the node has them. */
	tester(conditions: readonly unknown[]): Test {
		if (conditions.length === 0) throw new Error('At least one condition is required');
		const tests = conditions.map((each): Test => {
			const { keyName, condition = 'eq', keyValue } = objectOf(each, 'a condition');
			const [name, operator] = [String(keyName), String(condition)];
			const compare = comparisons[operator];
			if (keyValue === undefined || compare === undefined)
				throw new UnknownError(`The simulation does not know the filter ${name} ${operator}.`);
			const value = this.cell(name, keyValue);
			if (value === null && operator !== 'eq')
				throw new Error(`${operator} filter value cannot be null or undefined`);
			return (row) => compare(row[name] ?? null, value);
		});
		return (row) => tests.every((test) => test(row));
	}

	private checked(row: JsonObject): Record<string, Cell> {
		const cells = Object.entries(row).map(([name, value]) => [name, this.cell(name, value)]);
		return Object.fromEntries(cells);
	}

	private cell(name: string, value: unknown): Cell {
		const type = this.types.get(name);
		if (type === undefined) throw new Error(`unknown column name '${name}'`);
		if (value === null || value === undefined) return null;
		if (typeof value === 'object') throw new Error(`unexpected object input in column ${name}`);
		if (type !== 'number') return String(value);
		if (!Number.isNaN(Number(value))) return Number(value);
		throw new Error(`value '${String(value)}' does not match column type 'number'`);
	}
}

/** The data tables of an n8n, by their names. */
export type DataTables = Map<string, DataTable> & { readonly database: Database };

/** n8n's node "Data table". */
export const dataTable: NodeType = {
	parameters:
		/^(resource=(table|row)|operation=(create|get|insert|update|upsert|deleteRows)|tableName=.*|dataTableId\.(mode=name|value=.*|__rl=true)|matchType=allConditions|filters\.conditions\[\]\.(keyName|condition|keyValue)=.*|returnAll=.*|limit=.*|orderBy=true|orderByColumn=.*|orderByDirection=ASC|columns\.(mappingMode=(defineBelow|autoMapInputData)|value(\.\w+)?=.*|schema\[\]\.\w+=.*|column\[\]\.(name|type)=.*)|options\.(createIfNotExists|optimizeBulk)=true)$/,
	execute: async (context) => {
		if (context.raw('operation') === 'create') return [await create(context)];
		const name = String(context.parameter('dataTableId.value'));
		const table = context.run.surroundings.tables.get(name);
		if (table === undefined) throw new Error(`Data table with name "${name}" not found`);
		if (context.raw('operation') === 'insert') return [await insert(context, table)];
		const outputs: Row[][] = [];
		for (const index of context.items.keys()) {
			await context.run.surroundings.pause();
			outputs.push(await perform(context, table, index));
		}
		await context.run.surroundings.pause();
		return [outputs.flat().map((row) => ({ json: { ...row } }))];
	},
};

async function create(context: NodeContext): Promise<Item[]> {
	const { tables } = context.run.surroundings;
	const name = String(context.parameter('tableName'));
	await context.run.surroundings.pause();
	if (tables.has(name)) return [{ json: { name } }];
	await context.run.surroundings.pause();
	if (tables.has(name)) throw new Error(`Data table with name '${name}' already exists`);
	const columns = arrayOf(context.raw('columns.column'), 'columns');
	const read = columns.map((column) => objectOf(column, 'a column'));
	tables.set(name, new DataTable(read, tables.database));
	return [{ json: { name } }];
}

async function perform(context: NodeContext, table: DataTable, index: number): Promise<Row[]> {
	const conditions = context.parameter('filters.conditions', index);
	const test = table.tester(Array.isArray(conditions) ? conditions : []);
	switch (context.raw('operation')) {
		case 'get':
			return await get(context, table, index, test);
		case 'update':
			return table.update(test, rowOf(context, index));
		case 'deleteRows':
			return table.delete(test);
		default: {
			const changed = table.update(test, rowOf(context, index));
			if (changed.length > 0) return changed;
			if (table.database.isPostgres) await context.run.surroundings.pause();
			return table.insert([rowOf(context, index)]);
		}
	}
}

/** Reads page after page. Fails if the number of rows changes meanwhile. */
async function get(context: NodeContext, table: DataTable, index: number, test: Test) {
	const isSorted = context.raw('orderBy') === true;
	if (isSorted && context.raw('orderByDirection') !== 'ASC')
		throw new UnknownError('A way to sort.');
	const column = isSorted ? String(context.parameter('orderByColumn', index)) : 'id';
	const isAll = context.raw('returnAll') === true;
	const limit = isAll ? Infinity : Number(context.parameter('limit', index) ?? 50);
	const read: Row[] = [];
	for (let count: number | undefined; ; await context.run.surroundings.pause()) {
		const rows = table.select(test, column);
		count ??= rows.length;
		if (rows.length !== count)
			throw new Error('synchronization error: result count changed during pagination');
		const most = Math.min(table.database.page, limit - read.length);
		read.push(...rows.slice(read.length, read.length + most));
		if (read.length >= Math.min(limit, count)) return read;
	}
}

async function insert(context: NodeContext, table: DataTable): Promise<Item[]> {
	const rows = context.items.map((_, index) => rowOf(context, index));
	await context.run.surroundings.pause();
	const added = table.insert(rows);
	await context.run.surroundings.pause();
	if (context.raw('options.optimizeBulk') !== true)
		return added.map((row) => ({ json: { ...row } }));
	return [{ json: { success: true, insertedRows: added.length } }];
}

function rowOf(context: NodeContext, index: number): JsonObject {
	if (context.raw('columns.mappingMode') === 'defineBelow')
		return objectOf(context.parameter('columns.value', index), 'columns');
	const { id: _, createdAt: __, updatedAt: ___, ...row } = context.items[index]?.json ?? {};
	return row;
}
