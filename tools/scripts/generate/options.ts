import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { packageNodes } from '../../n8n/package-nodes';
import { table } from './table';

/** The options that most nodes have, with what n8n fills in for each node. Nodes with the same values share a column. */
export function sharedOptionTable(): string {
	const shared = sharedOptions();
	const columns = new Map<string, readonly string[]>();
	for (const { title, description } of packageNodes) {
		const options = fieldsOf(description, 'options');
		const presets = shared.map(({ name }) => {
			const option = options.find((each) => each.name === name);
			return option === undefined ? '–' : presetOf(option);
		});
		const titles = columns.get(JSON.stringify(presets))?.[0];
		const own = title.replace('Kainic ', '');
		const head = titles === undefined ? own : `${titles}, ${own}`;
		columns.set(JSON.stringify(presets), [head, ...presets]);
	}
	const rows = shared.map((option) => [titleOf(option)]);
	const cells = [['option'], ...rows].map((row, line) => [
		...row,
		...[...columns.values()].map((column) => column[line] ?? ''),
	]);
	return table(cells);
}

function sharedOptions(): readonly INodeProperties[] {
	const all = packageNodes.map(({ description }) => fieldsOf(description, 'options'));
	const count = (name: string) =>
		all.filter((options) => options.some((option) => option.name === name)).length;
	const byName = new Map(all.flat().map((option) => [option.name, option]));
	return [...byName.values()].filter(({ name }) => count(name) > 2);
}

function fieldsOf(
	{ properties }: INodeTypeDescription,
	collection: string,
): readonly INodeProperties[] {
	return (
		properties
			.filter(({ name }) => name === collection)
			.flatMap(({ options = [] }) => options)
			.flatMap((option) => ('type' in option ? [option] : []))
			// One that moved to the panel is among the options of older workflows only.
			.filter((option) => !properties.some(({ name }) => name === option.name))
	);
}

function titleOf({ displayName, name }: INodeProperties): string {
	return `${displayName.replace(/ \((Seconds|Ms|Percent)\)$/, '')} \`${name}\``;
}

function presetOf({ type, default: preset, displayName, options = [] }: INodeProperties): string {
	if (type === 'boolean') return preset === true ? 'on' : 'off';
	const chosen = options.find((option) => 'value' in option && option.value === preset);
	if (chosen !== undefined) return chosen.name;
	if (typeof preset !== 'number') return '';
	const [, unit = ''] = /\((Seconds|Ms|Percent)\)$/.exec(displayName) ?? [];
	return `${preset} ${{ Seconds: 's', Ms: 'ms', Percent: '%' }[unit] ?? ''}`.trim();
}
