import { verifyEvents, type EventsEvidence } from '../../tools/demo/verify-events';
import type { JsonObject } from '../../tools/n8n/json';

const wrong = new Set([0, 149, 312, 500, 667, 850, 999]);
const sent = Array.from({ length: 1000 }, (_, index) => ({ json: event(index) }));
const valid = sent.filter(({ json }) => !wrong.has(json.event_number));

function event(number: number) {
	return { event_number: number, anon_uid: `visitor-${number}` };
}

function arrivals(events: readonly JsonObject[]): EventsEvidence['arrived'] {
	return events.map((each, index) => ({
		request: Math.floor(index / 100) + 1,
		trackerId: 'tracker-web',
		event: each,
	}));
}

function evidence(change: Partial<EventsEvidence> = {}): EventsEvidence {
	return {
		sent,
		accepted: valid.map(({ json }) => ({ json: { ...json, kainic: { status: 'accepted' } } })),
		refused: [...wrong].map((number) => ({
			json: {
				...event(number),
				error: { code: 'invalid_input', message: `Item ${number}: no platform` },
			},
		})),
		arrived: arrivals(valid.map(({ json }) => json)),
		requests: Array.from({ length: 10 }, (_, index) => ({ endpoint: 'events', number: index + 1 })),
		...change,
	};
}

function problemsWith(change: Partial<EventsEvidence>): string {
	return verifyEvents(evidence(change)).problems.join('\n');
}

describe('the verdict on the demo', () => {
	const events = valid.map(({ json }) => json);

	it('is good when n8n and Kainic agree', () => {
		const verdict = verifyEvents(evidence());
		expect(verdict.problems).toEqual([]);
		expect(verdict.figures).toEqual({ sent: 1000, accepted: 993, rejected: 7, requests: 10 });
		expect(verdict.lines.join('\n')).toContain('  invalid_input: Item 149: no platform');
	});

	it.each([
		['lost', events.slice(1), 'Event 1 is reported as accepted, but Kainic has it not.'],
		['doubled', [...events.slice(0, 5), ...events.slice(4)], 'Arrived twice: events 5.'],
		['in another order', [...events].reverse(), 'Out of order: event'],
		[
			'altered',
			[{ ...events[0], anon_uid: 'other' }, ...events.slice(1)],
			'Event 1 arrived otherwise',
		],
	])('notices an event that was %s', (_what, arrived, problem) => {
		expect(problemsWith({ arrived: arrivals(arrived) })).toContain(problem);
	});

	it('notices a refused event that arrived, lost its input or has no code', () => {
		const { refused } = evidence();
		const bare = { json: { event_number: 0, error: 'refused' } };
		const problems = problemsWith({
			refused: [bare, ...refused.slice(1)],
			arrived: arrivals([...events, event(999)]),
		});
		expect(problems).toContain('Refused event 0 came out without its own input.');
		expect(problems).toContain('Refused event 0 came out without a code.');
		expect(problems).toContain('Refused event 999 arrived all the same.');
	});

	it('notices a request too many', () => {
		const { requests } = evidence();
		const more = [...requests, { endpoint: 'events', number: 11 }] as const;
		expect(problemsWith({ requests: more })).toContain('requests should be 10, but is 11.');
	});
});
