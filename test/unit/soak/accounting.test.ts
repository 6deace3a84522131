import { contradiction } from '../../soak/outcome';
import { tally } from '../../soak/tally';

const accepted = { kind: 'accepted', attempts: 1 } as const;
const refused = { kind: 'failed', attempts: 1, mayBeAccepted: false, code: 'rejected' } as const;
const doubtful = { ...refused, mayBeAccepted: true, code: 'timeout' } as const;

describe('what a node says of an event, compared with what Kainic has', () => {
	test.each([
		['accepted and there', accepted, 1],
		['refused and not there', refused, 0],
		['in doubt and there', doubtful, 1],
		['in doubt and not there', doubtful, 0],
		['accepted at the second attempt and there twice', { ...accepted, attempts: 2 }, 2],
	])('%s is no contradiction', (_what, outcome, arrived) => {
		expect(contradiction(outcome, arrived)).toBeUndefined();
	});

	test.each([
		['accepted but lost', accepted, 0, 'Kainic has it not'],
		['refused without a doubt but there', refused, 1, 'Kainic has it'],
		['there twice after one attempt', accepted, 2, 'arrived 2 times in 1 attempts'],
		['neither', { kind: 'unreadable', said: '{}' } as const, 1, 'came back as {}'],
	])('%s is one', (_what, outcome, arrived, words) => {
		expect(contradiction(outcome, arrived)).toContain(words);
	});

	test('an event of which nobody heard is one, and is counted', () => {
		const entries = [
			{ name: 'Event 1', outcome: accepted, arrived: 1 },
			{ name: 'Event 2', outcome: undefined, arrived: 1 },
		];
		const { figures, problems } = tally('events', entries);
		expect(figures[0]).toBe('2 events: 1 accepted, 0 failed');
		expect(problems).toEqual(['Event 2 got no answer']);
	});
});
