import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { table } from './table';

const runSentence = 'The same for the whole run.';

/** Options and additional fields of a node: what n8n fills in when one is added, and the first sentence about it. */
export function optionTable({ properties }: INodeTypeDescription): string {
	const options = properties
		.filter(({ name }) => name === 'additionalFields' || name === 'options')
		.flatMap((collection) => collection.options ?? [])
		// One that moved to the panel is among the options of older workflows only.
		.filter((option) => !properties.some(({ name }) => name === option.name));
	const rows = options.flatMap((option) => ('type' in option ? [rowOf(option)] : []));
	return table([['option', 'when added', 'one value for', ''], ...rows]);
}

function rowOf(option: INodeProperties): readonly string[] {
	const { displayName, name, description = '', noDataExpression = false } = option;
	const [sentence = ''] = description.replace(runSentence, '').split(/(?<=\.) (?=[A-Z0-9])/);
	const title = displayName.replace(/ \((Seconds|Ms)\)$/, '');
	return [
		`${title} \`${name}\``,
		presetOf(option),
		noDataExpression ? 'the whole run' : 'each item',
		sentence.trim().replace(/\.$/, ''),
	];
}

function presetOf({ type, default: preset, displayName, options = [] }: INodeProperties): string {
	if (type === 'boolean') return preset === true ? 'on' : 'off';
	const chosen = options.find((option) => 'value' in option && option.value === preset);
	if (chosen !== undefined) return chosen.name;
	if (typeof preset !== 'number') return '';
	const [, unit = ''] = /\((Seconds|Ms|Percent)\)$/.exec(displayName) ?? [];
	return `${preset} ${{ Seconds: 's', Ms: 'ms', Percent: '%' }[unit] ?? ''}`.trim();
}
