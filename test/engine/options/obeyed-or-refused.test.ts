import type { INodeParameters } from 'n8n-workflow';
import { titledCases, type NamedCase } from '../../cases';
import { linksOf } from '../../faults/support/outcomes';
import { openShop } from '../shop';
import type { NodeResult } from '../support';
import { isContent, optionsOf, type PanelOption } from './panel';
import { meaningOf, strangeValues, type Meaning } from './values';

const shop = openShop();

const productsFile = {
	content: Buffer.from('[{"item_id":"p"}]'),
	fileName: 'feed.json',
	mimeType: 'application/json',
};

/** Two items, with an option that the workflow holds like this. */
async function run(node: NamedCase, option: PanelOption, written: string): Promise<NodeResult> {
	shop.emulator.reset();
	const given = { [option.property.name]: written };
	const inRow: INodeParameters = option.row === null ? given : { [option.row]: { values: given } };
	const inside = (name: string): INodeParameters => (option.collection === name ? inRow : {});
	const parameters: INodeParameters = {
		...node.parameters,
		...node.otherSources,
		...option.shownWith,
		...(option.collection === null ? given : {}),
		...(option.collection === 'additionalFields' && { additionalFields: given }),
		options: { ...node.options, maxAttempts: 1, timeout: 10, ...inside('options') },
	};
	const inputItems = node.items
		.slice(0, 2)
		.map((json) => ({ json, files: { data: productsFile } }));
	const onError = 'continueErrorOutput';
	return await shop.run(node, { items: [], inputItems, onError, parameters });
}

/** An expression that gives a value. */
function expressionOf(value: unknown): string {
	const text = Number.isNaN(value) ? '0 / 0' : `${JSON.stringify(value)}`;
	return `={{ (${text}) }}`;
}

const errorsOf = ({ errorBranch }: NodeResult) => errorBranch.map(({ json }) => Object(json.error));

const failedItems = ({ errorBranch }: NodeResult) => errorBranch.flatMap(linksOf).sort();

describe.each(titledCases)('%s', (_, node) => {
	const options = optionsOf(node);

	test('obeys an option that an expression gives, or refuses its items and names it', async () => {
		const found: string[] = [];
		expect(options).not.toHaveLength(0);
		for (const option of options.filter((each) => !isContent(each.property))) {
			for (const value of strangeValues) {
				const result = await run(node, option, expressionOf(value));
				const problem = problemOf(option, meaningOf(option, value), result);
				if (problem !== null) found.push(`${option.label}, ${JSON.stringify(value)}: ${problem}`);
			}
		}
		expect(found).toEqual([]);
	}, 300_000);

	test('refuses an expression that was typed in Fixed mode, and names its field', async () => {
		const found: string[] = [];
		for (const option of options) {
			const result = await run(node, option, 'for {{ $json.visitor }}');
			const problem = problemOf(option, 'wrong', result);
			if (problem !== null) found.push(`${option.label}: ${problem}`);
			const isTold = errorsOf(result).every(({ message }) => /set to 'Fixed'\./.test(message));
			if (!isTold) found.push(`${option.label}: another reason`);
		}
		expect(found).toEqual([]);
	});
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

	const empty = `"Referer" of 'Headers' is empty`;
	const noName = "row of 'Headers' has no name";
	const fixed = 'by the node and cannot be changed';
	const missing = '={{ $json.missing }}';

	test.each([
		['a blank value', { name: 'Referer', value: '={{ " " }}' }, empty],
		['a value that is not found', { name: 'Referer', value: missing }, empty],
		['a name that is not found', { name: missing, value: 'x' }, noName],
		['neither, by expressions', { name: missing, value: missing }, noName],
		['a line break', { name: 'X-A', value: 'a\r\nX-B: c' }, 'line break'],
		['a name with a space', { name: 'X A', value: 'a' }, '"X A" is not a valid header name'],
		['one that frames the request', { name: 'Content-Length', value: '1' }, fixed],
		['one that says to whom it goes', { name: 'Host', value: 'other.example' }, fixed],
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
	return String(message).toLowerCase().replaceAll('"', "'").includes(label.toLowerCase());
}

function problemOf(option: PanelOption, meaning: Meaning, result: NodeResult): string | null {
	const errors = errorsOf(result);
	if (result.error !== undefined) return `it threw ${result.error.message}`;
	const invalid = errors.filter(({ code }) => code === 'invalid_input');
	switch (meaning) {
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
