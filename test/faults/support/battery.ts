import { faultTable } from '../table';
import type { FaultCase, NodeName } from './fault-case';
import { sentinelKeys } from './leaks';
import { nodeCases } from './node-case';
import { errorModes, openBed, type Bed, type Pattern } from './strike';
import { verify } from './verify';

/** Every fault in every error mode for one node, each striking every request and the first alone. */
export function runBattery(name: NodeName): void {
	const bed = openBed(sentinelKeys[1]);
	describe.each(errorModes)('with %s', (mode) => {
		test.each(faultTable.map((fault) => [fault.name, fault] as const))('%s', async (_, fault) => {
			for (const pattern of patternsOf(fault)) {
				const node = nodeCases[name];
				const struck = await bed.strike(node, fault, mode, pattern);
				verify({ node, fault, mode, pattern, struck });
			}
		});
	});
	testControl(name, bed);
}

/** What the emulator is replaced by cannot strike once. */
function patternsOf({ strike }: FaultCase): readonly Pattern[] {
	return strike.kind === 'emulator' ? ['always', 'once'] : ['always'];
}

function testControl(name: NodeName, bed: Bed): void {
	test('without a fault everything arrives once', async () => {
		const node = nodeCases[name];
		const fault: FaultCase = {
			name: 'none',
			strike: { kind: 'emulator', fault: { kind: 'delay', delayMs: 0 } },
			expected: { kind: 'accepted' },
		};
		const struck = await bed.strike(node, fault, 'continueErrorOutput', 'always');
		verify({ node, fault, mode: 'continueErrorOutput', pattern: 'always', struck });
		expect(struck.taken.map(({ item }) => item).sort()).toEqual([...node.items.keys()]);
	});
}
