import { nodeCases, type NamedCase } from '../cases';
import { accepted, emulator, row, type FaultCase } from './support/fault-case';
import { sentinelKeys } from './support/leaks';
import {
	errorModes,
	modesFor,
	openBed,
	type Bed,
	type ErrorMode,
	type Pattern,
} from './support/strike';
import { verify } from './support/verify';
import { bodyFaults } from './table/bodies';
import { connectionFaults } from './table/connections';
import { retryAfterFaults } from './table/retry-after';
import { statusFaults } from './table/statuses';

/** Each node has an emulator of its own: all of them wait for a timeout at the same time. */
const beds = nodeCases.map((node) => [node, openBed(sentinelKeys[1])] as const);

const strike = async (
	[node, bed]: readonly [NamedCase, Bed],
	fault: FaultCase,
	mode: ErrorMode,
	pattern: Pattern,
) => {
	const struck = await bed.strike(node, fault, mode, pattern);
	try {
		verify({ node, fault, mode, pattern, struck });
	} catch (cause) {
		throw new Error(`${node.title}, ${mode}, struck ${pattern}`, { cause });
	}
	return struck;
};

/** What the emulator is replaced by cannot strike once. */
const patternsOf = (fault: FaultCase): readonly Pattern[] =>
	fault.strike.kind === 'emulator' ? ['always', 'once'] : ['always'];

const faults = [...connectionFaults, ...statusFaults, ...retryAfterFaults, ...bodyFaults].map(
	(fault, index) => [fault.name, fault, index] as const,
);

describe('every node under every fault, which strikes all requests or one', () => {
	test.each(faults)('%s', async (_name, fault, index) => {
		const strikes = beds.map(async (bed, position) => {
			for (const mode of modesFor(index + position))
				for (const pattern of patternsOf(fault)) await strike(bed, fault, mode, pattern);
		});
		await Promise.all(strikes);
	});

	test.each(errorModes)('without a fault everything arrives once: %s', async (mode) => {
		const none = row('none', emulator({ kind: 'delay', delayMs: 0 }), accepted);
		for (const [node, bed] of beds) {
			const { taken } = await strike([node, bed], none, mode, 'always');
			expect(taken.map(({ item }) => item).sort()).toEqual([...node.items.keys()]);
		}
	});
});
