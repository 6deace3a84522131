import { nodeCases, titledCases, type NamedCase } from '../support/node-cases';
import { accepted, emulator, row, type FaultCase } from './support/fault-case';
import { sentinelKeys } from './support/leaks';
import { errorModes, modesFor, openBed, type ErrorMode, type Pattern } from './support/strike';
import { verify } from './support/verify';
import { bodyFaults } from './table/bodies';
import { connectionFaults } from './table/connections';
import { statusFaults } from './table/statuses';

const bed = openBed(sentinelKeys[1]);

const strike = async (node: NamedCase, fault: FaultCase, mode: ErrorMode, pattern: Pattern) => {
	const struck = await bed.strike(node, fault, mode, pattern);
	verify({ node, fault, mode, pattern, struck });
	return struck;
};

/** What the emulator is replaced by cannot strike once. */
const patternsOf = ({ strike: { kind }, strikesOnce }: FaultCase): readonly Pattern[] => {
	if (strikesOnce === true) return ['once'];
	return kind === 'emulator' ? ['always', 'once'] : ['always'];
};

const faults = [...connectionFaults, ...statusFaults, ...bodyFaults].map(
	(fault, index) => [fault.name, fault, index] as const,
);

describe.each(titledCases)('%s under every fault, which strikes all requests or one', (_, node) => {
	const position = nodeCases.indexOf(node);

	test.each(faults)('%s', async (_name, fault, index) => {
		for (const mode of modesFor(index + position))
			for (const pattern of patternsOf(fault)) await strike(node, fault, mode, pattern);
	});

	test('without a fault everything arrives once', async () => {
		const none = row('none', emulator({ kind: 'delay', delayMs: 0 }), accepted);
		for (const mode of errorModes) {
			const { taken } = await strike(node, none, mode, 'always');
			expect(taken.map(({ item }) => item).sort()).toEqual([...node.items.keys()]);
		}
	});
});
