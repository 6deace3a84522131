import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isObject } from '../../../tools/n8n/json';
import { parseWorkflow } from '../../../tools/n8n/workflows';
import { folder } from '../../support/workflows/code-node';

const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const tableNodes = files.flatMap((file) =>
	parseWorkflow(read(file))
		.nodes.filter(({ type }) => type === 'n8n-nodes-base.dataTable')
		.map(({ name, parameters }) => ({
			node: `${file}: ${String(name)}`,
			parameters: isObject(parameters) ? parameters : {},
		})),
);

const health = Array.from(
	read('src/health/README.md').matchAll(/`(\w+)`: (string|number)\b/g),
	([, name, type]) => ({
		...{ name, type },
	}),
);

/** The columns of each data table: of *Kainic health* as its page has them, else of its first workflow. */
const tables = new Map<string, unknown>([['Kainic health', health]]);
for (const { parameters } of tableNodes) {
	if (parameters['operation'] !== 'create') continue;
	const { tableName, columns } = parameters;
	tables.set(String(tableName), tables.get(String(tableName)) ?? Object(columns).column);
}

/** A column, or the columns between which an expression chooses. */
function columnsIn(name: string): string[] {
	return /^=/.test(name)
		? Array.from(name.matchAll(/[?:] '(\w+)'/g), ([, each]) => each ?? '')
		: [name];
}

test.each(tableNodes)('$node uses the columns that its data table has', ({ parameters }) => {
	const { operation, tableName, dataTableId, columns, filters } = parameters;
	const name = String(tableName ?? Object(dataTableId).value);
	// A node may choose between tables.
	const chosen = name.startsWith('=')
		? [...name.matchAll(/'([^']+)'/g)].map(([, each]) => each)
		: [name];
	const table = tables.get(name);
	if (operation === 'create') expect(Object(columns).column).toEqual(table);
	const all = chosen.flatMap((each) => Object(tables.get(String(each)) ?? [null]));
	expect(all).not.toContain(null);
	const names = all.map((column) => String(Object(column).name));
	const asked: unknown[] = Object(filters).conditions ?? [];
	const used = [
		...Object.keys(Object(columns).value ?? {}),
		...asked.flatMap((condition) => columnsIn(Object(condition).keyName)),
	];
	expect([...names, 'id', 'createdAt', 'updatedAt']).toEqual(expect.arrayContaining(used));
});

const ofOrders = tableNodes.filter(
	({ node, parameters: { operation, resource } }) =>
		/orders\.json|order-events/.test(node) && resource === 'row' && operation !== 'insert',
);

test.each(ofOrders)('$node touches only rows of its own shop', ({ parameters }) => {
	expect(parameters['matchType']).toBe('allConditions');
	const keyValue: unknown = expect.stringMatching(/^=\{\{/);
	const own = { keyName: expect.stringMatching(/^(shop|id)$/), condition: 'eq', keyValue };
	expect(Object(parameters['filters']).conditions).toContainEqual(expect.objectContaining(own));
});
