import { isObject, objectOf, type JsonObject } from '../../../tools/n8n/json';
import { UnknownError } from './expressions';
import type { Item, NodeContext, NodeType } from './run';

export type Row = JsonObject & { readonly id: number; readonly updatedAt: string };

type Column = { readonly name: string; readonly type: string };
type Condition = { readonly name: string; readonly condition: string; readonly value: unknown };

export interface Database {
	/** In PostgreSQL, two upserts at once may both find no row, and rows that nothing sorts come by their last change. */
	readonly isPostgres: boolean;
	/** How many rows n8n reads at once. */
	readonly page: number;
}

/** A data table of n8n in memory. Each method is one transaction. */
export class DataTable {
	private rows: Array<Row & { readonly moved: number }> = [];
	private ids = 0;
	private moves = 0;
	private readonly types: ReadonlyMap<string, string>;

	constructor(
		readonly name: string,
		columns: readonly Column[],
		readonly database: Database,
	) {
		const own = columns.map(({ name: column, type }) => [column, type] as const);
		this.types = new Map([...own, ['id', 'number'], ['updatedAt', 'date']]);
	}

	/** All rows by their IDs. */
	all(): readonly Row[] {
		return this.rows.map(shown);
	}

	select(filter: readonly Condition[], sorting: { column: string; isDown: boolean }): Row[] {
		const { column, isDown } = sorting;
		if (!this.types.has(column)) throw new Error('Specified column does not exist');
		const found = this.rows.filter(this.matcher(filter));
		const sign = isDown ? -1 : 1;
		// n8n sorts by the ID in addition.
		found.sort((a, b) => sign * compare(a[column], b[column]) || a.id - b.id);
		return found.map(shown);
	}

	insert(rows: readonly JsonObject[]): Row[] {
		const [now, empty] = [
			new Date().toISOString(),
			[...this.types.keys()].map((name) => [name, null]),
		];
		const added = rows.map((row) => {
			this.ids += 1;
			this.moves += 1;
			const system = { id: this.ids, createdAt: now, updatedAt: now, moved: this.moves };
			return { ...Object.fromEntries(empty), ...this.checked(row), ...system };
		});
		this.rows.push(...added);
		return added.map(shown);
	}

	update(filter: readonly Condition[], change: JsonObject): Row[] {
		const [matches, checked] = [this.matcher(filter), this.checked(change)];
		const updatedAt = new Date().toISOString();
		const ids = new Set(this.rows.filter(matches).map(({ id }) => id));
		this.rows = this.rows.map((row) => {
			if (!ids.has(row.id)) return row;
			this.moves += 1;
			return { ...row, ...checked, updatedAt, moved: this.moves };
		});
		const changed = this.rows.filter(({ id }) => ids.has(id));
		if (this.database.isPostgres) changed.sort((a, b) => a.moved - b.moved);
		return changed.map(shown);
	}

	delete(filter: readonly Condition[]): Row[] {
		const matches = this.matcher(filter);
		const gone = this.rows.filter(matches);
		this.rows = this.rows.filter((row) => !gone.includes(row));
		return gone.map(shown);
	}

	private checked(row: JsonObject): JsonObject {
		const entries = Object.entries(row).map(([name, value]) => {
			if (!this.types.has(name)) throw new Error(`unknown column name '${name}'`);
			return [name, this.cell(name, value)] as const;
		});
		return Object.fromEntries(entries);
	}

	private cell(name: string, value: unknown): unknown {
		if (value === null || value === undefined) return null;
		if (typeof value === 'object') throw new Error(`unexpected object input in column ${name}`);
		if (this.types.get(name) !== 'number') return String(value);
		if (!Number.isNaN(Number(value))) return Number(value);
		throw new Error(`value '${String(value)}' does not match column type 'number'`);
	}

	private matcher(filter: readonly Condition[]): (row: Row) => boolean {
		const tests = filter.map(({ name, condition, value: given }) => {
			if (!this.types.has(name))
				throw new Error(`Filter validation failed: Column(s) "${name}" do not exist`);
			if (given === undefined) throw new UnknownError(`The filter of ${name} has no value.`);
			const value = this.cell(name, given);
			if (value === null && condition !== 'eq' && condition !== 'neq')
				throw new Error(`${condition} filter value cannot be null or undefined`);
			return (row: Row) => isTrue(condition, row[name] ?? null, value);
		});
		return (row) => tests.every((test) => test(row));
	}
}

const shown = ({ moved: _, ...row }: Row & { readonly moved: number }): Row => row;

function compare(a: unknown, b: unknown): number {
	if (a === b) return 0;
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	return String(a ?? '') < String(b ?? '') ? -1 : 1;
}

/** As SQL compares: null is neither less nor more than anything. */
function isTrue(condition: string, value: unknown, other: unknown): boolean {
	if (condition === 'eq') return value === other;
	if (condition === 'neq') return value !== other;
	if (value === null) return false;
	const order = compare(value, other);
	switch (condition) {
		case 'gt':
			return order > 0;
		case 'gte':
			return order >= 0;
		case 'lt':
			return order < 0;
		case 'lte':
			return order <= 0;
		default:
			throw new UnknownError(`The simulation does not know the condition ${condition}.`);
	}
}

/** The data tables of an n8n. */
export class DataTables {
	private readonly tables = new Map<string, DataTable>();

	constructor(readonly database: Database) {}

	has(name: string): boolean {
		return this.tables.has(name);
	}

	get(name: string): DataTable {
		const table = this.tables.get(name);
		if (table === undefined) throw new Error(`Data table with name "${name}" not found`);
		return table;
	}

	create(name: string, columns: readonly Column[]): void {
		if (this.has(name)) throw new Error(`Data table with name '${name}' already exists`);
		this.tables.set(name, new DataTable(name, columns, this.database));
	}
}

/** n8n's node "Data table". */
export const dataTable: NodeType = {
	parameters:
		/^(resource=(table|row)|operation=(create|get|insert|update|upsert|deleteRows)|tableName=.*|dataTableId\.(mode=name|value=.*|__rl=true)|matchType=allConditions|filters\.conditions\[\]\.(keyName|condition|keyValue)=.*|returnAll=.*|limit=.*|orderBy=true|orderByColumn=.*|orderByDirection=(ASC|DESC)|columns\.(mappingMode=(defineBelow|autoMapInputData)|value(\.\w+)?=.*|schema\[\]\.\w+=.*|column\[\]\.(name|type)=.*)|options\.(createIfNotExists|optimizeBulk)=true)$/,
	execute: async (context) => {
		const operation = String(context.raw('operation'));
		if (operation === 'create') return [await create(context)];
		const table = context.run.surroundings.tables.get(
			String(context.parameter('dataTableId.value')),
		);
		if (operation === 'insert') return [await insert(context, table)];
		const outputs: Item[] = [];
		for (const index of context.items.keys()) {
			await context.pause();
			const rows = await perform(operation, context, table, index);
			outputs.push(...rows.map((json) => ({ json })));
		}
		await context.pause();
		return [outputs];
	},
};

async function create(context: NodeContext): Promise<Item[]> {
	const { tables } = context.run.surroundings;
	const name = String(context.parameter('tableName'));
	await context.pause();
	if (!tables.has(name)) {
		await context.pause();
		const columns = context.parameter('columns.column');
		if (!Array.isArray(columns)) throw new UnknownError('The data table has no columns.');
		const read = columns.map((column: unknown) => ({ name: '', type: '', ...Object(column) }));
		tables.create(name, read);
	}
	return [{ json: { name } }];
}

async function perform(
	operation: string,
	context: NodeContext,
	table: DataTable,
	index: number,
): Promise<Row[]> {
	const filter = filterOf(context, index);
	switch (operation) {
		case 'get':
			return await get(context, table, index, filter);
		case 'update':
			return table.update(filter, rowOf(context, index));
		case 'deleteRows':
			return table.delete(filter);
		case 'upsert': {
			const changed = table.update(filter, rowOf(context, index));
			if (changed.length > 0) return changed;
			if (table.database.isPostgres) await context.pause();
			return table.insert([rowOf(context, index)]);
		}
		default:
			throw new UnknownError(`The simulation does not know the operation ${operation}.`);
	}
}

/** Reads page after page. Fails if the number of rows changes meanwhile. */
async function get(
	context: NodeContext,
	table: DataTable,
	index: number,
	filter: readonly Condition[],
): Promise<Row[]> {
	const column = context.raw('orderBy') === true ? context.parameter('orderByColumn', index) : null;
	const isDown = context.raw('orderByDirection') !== 'ASC';
	const sorting = { column: String(column ?? 'id'), isDown: column !== null && isDown };
	const isAll = context.raw('returnAll') === true;
	const limit = isAll ? Infinity : Number(context.parameter('limit', index) ?? 50);
	const read: Row[] = [];
	for (let count: number | undefined; ; await context.pause()) {
		const rows = table.select(filter, sorting);
		if (count !== undefined && rows.length !== count)
			throw new Error('synchronization error: result count changed during pagination');
		count = rows.length;
		const most = Math.min(table.database.page, limit - read.length);
		read.push(...rows.slice(read.length, read.length + most));
		if (read.length >= Math.min(limit, count)) return read;
	}
}

async function insert(context: NodeContext, table: DataTable): Promise<Item[]> {
	const rows = context.items.map((_, index) => rowOf(context, index));
	await context.pause();
	const added = table.insert(rows);
	await context.pause();
	if (context.raw('options.optimizeBulk') !== true) return added.map((json) => ({ json }));
	return [{ json: { success: true, insertedRows: added.length } }];
}

function rowOf(context: NodeContext, index: number): JsonObject {
	if (context.raw('columns.mappingMode') === 'defineBelow')
		return objectOf(context.parameter('columns.value', index), 'columns');
	const { id: _, createdAt: __, updatedAt: ___, ...row } = context.items[index]?.json ?? {};
	return row;
}

function filterOf(context: NodeContext, index: number): Condition[] {
	const conditions = context.parameter('filters.conditions', index);
	if (!Array.isArray(conditions)) throw new Error('At least one condition is required');
	return conditions.filter(isObject).map(({ keyName, condition = 'eq', keyValue }) => ({
		...{ name: String(keyName), condition: String(condition), value: keyValue },
	}));
}
