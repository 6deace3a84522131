import type { GenericValue, IDataObject, INodeParameters } from 'n8n-workflow';
import { titledCases, type NamedCase } from '../../cases';
import { linksOf } from '../../faults/support/outcomes';
import { openShop } from '../shop';
import { type NodeResult, type StartItem } from '../support';
import { optionsOf, type PanelOption } from './panel';
import { meaningOf, strangeValues } from './values';

const shop = openShop();

const productsFile = {
	content: Buffer.from('[{"item_id":"p"}]'),
	fileName: 'feed.json',
	mimeType: 'application/json',
};

/** An option with a value for each item. */
async function run(
	node: NamedCase,
	option: PanelOption,
	values: readonly unknown[],
): Promise<NodeResult> {
	shop.emulator.reset();
	// As a field of an item, NaN would be refused by itself.
	const isNumber = values.every((value) => !Number.isNaN(value));
	const given = { [option.property.name]: isNumber ? '={{ $json.strange }}' : '={{ 0 / 0 }}' };
	const inRow: INodeParameters = option.row === null ? given : { [option.row]: { values: given } };
	const inside = (name: string): INodeParameters => (option.collection === name ? inRow : {});
	const parameters: INodeParameters = {
		...node.parameters,
		...node.otherSources,
		...option.shownWith,
		...(option.collection === null ? given : {}),
		...(option.collection === 'additionalFields' && { additionalFields: given }),
		options: { ...node.options, maxAttempts: 1, timeout: 10, timeBudget: 20, ...inside('options') },
	};
	const inputItems = values.map((strange, index): StartItem => {
		const json: IDataObject = { ...node.items[index % node.items.length] };
		if (isNumber) json.strange = generic(strange);
		return { json, files: { data: productsFile } };
	});
	const onError = 'continueErrorOutput';
	return await shop.run(node, { items: [], inputItems, onError, parameters });
}

function generic(value: unknown): GenericValue {
	return Object.assign({ value: null }, { value }).value ?? null;
}

const errorsOf = ({ errorBranch }: NodeResult) => errorBranch.map(({ json }) => Object(json.error));

const failedItems = ({ errorBranch }: NodeResult) => errorBranch.flatMap(linksOf).sort();

describe.each(titledCases)('%s', (_, node) => {
	const options = optionsOf(node);

	test('obeys an option that an expression gives, or refuses its items and names it', async () => {
		const found: string[] = [];
		expect(options).not.toHaveLength(0);
		for (const option of options) {
			for (const value of strangeValues) {
				const result = await run(node, option, [value, value]);
				const problem = problemOf(option, value, result);
				if (problem !== null) found.push(`${option.label}, ${JSON.stringify(value)}: ${problem}`);
			}
		}
		expect(found).toEqual([]);
	}, 300_000);
});

describe.each(titledCases)('%s, with a row of Headers', (_, node) => {
	const send = async (row: { name: string; value: string }) => {
		shop.emulator.reset();
		const values = [{ name: 'Origin', value: 'https://shop.example' }, row];
		const options = { ...node.options, maxAttempts: 1, headers: { values } };
		const onError = 'continueErrorOutput';
		const parameters = { ...node.parameters, options };
		return await shop.run(node, { onError, parameters });
	};

	const empty = '"Referer" of Headers is empty';
	const noName = 'row of Headers has no name';
	const fixed = 'by the node and cannot be changed';
	const missing = '={{ $json.missing }}';

	test.each([
		['an empty value', { name: 'Referer', value: '' }, empty],
		['a blank value', { name: 'Referer', value: '={{ " " }}' }, empty],
		['a value that is not found', { name: 'Referer', value: missing }, empty],
		['a value that is null', { name: 'Referer', value: '={{ null }}' }, empty],
		['a name that is not found', { name: missing, value: 'x' }, noName],
		['neither, by expressions', { name: missing, value: missing }, noName],
		['a line break', { name: 'X-A', value: 'a\r\nX-B: c' }, 'line break'],
		['a name with a space', { name: 'X A', value: 'a' }, '"X A" is not a valid header name'],
		['one that frames the request', { name: 'Content-Length', value: '1' }, fixed],
		['one that says who is asked', { name: 'Host', value: 'other.example' }, fixed],
		['one that is there already', { name: 'origin', value: 'a' }, '"origin" is entered twice'],
	])('refuses %s', async (_name, row, problem) => {
		const result = await send(row);
		expect(failedItems(result)).toEqual([...node.items.keys()]);
		for (const error of errorsOf(result)) {
			expect(error.code).toBe('invalid_input');
			expect(error.message).toContain(problem);
		}
		expect(shop.requests()).toBe(0);
	});

	test('sends it with every request, and leaves out one that was added and not filled in', async () => {
		const { errorBranch } = await send({ name: '', value: '' });
		expect(errorBranch).toEqual([]);
		const { requests } = shop.emulator.world.ledger;
		const origins = requests.map(({ headers }) => headers.origin);
		expect([...new Set(origins)]).toEqual(['https://shop.example']);
	});
});

/** The field of a request has the name of the parameter, in small letters. */
function names(message: unknown, { label }: PanelOption): boolean {
	return String(message).toLowerCase().includes(label.toLowerCase());
}

function problemOf(option: PanelOption, value: unknown, result: NodeResult): string | null {
	const errors = errorsOf(result);
	if (result.error !== undefined) return `it threw ${result.error.message}`;
	const invalid = errors.filter(({ code }) => code === 'invalid_input');
	switch (meaningOf(option, value)) {
		case 'wrong': {
			if (shop.requests() > 0) return 'it was sent';
			if (failedItems(result).join() !== '0,1') return 'not every item failed';
			const unnamed = errors.find(({ message }) => !names(message, option));
			return unnamed === undefined ? null : `not named: ${String(unnamed.message)}`;
		}
		case 'absent':
			return errors.length === 0 ? null : `it failed: ${String(errors[0]?.message)}`;
		case 'right':
			return invalid.length === 0 ? null : `it was refused: ${String(invalid[0]?.message)}`;
	}
}
