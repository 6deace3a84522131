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
		['lost', events.slice(1)],
		['doubled', [...events.slice(0, 5), ...events.slice(4)]],
		['altered', [{ ...events[0], anon_uid: 'other' }, ...events.slice(1)]],
	])('notices an event that was %s', (_what, arrived) => {
		const problems = problemsWith({ arrived: arrivals(arrived) });
		expect(problems).toContain('each event arrived once');
		expect(problems).toContain('n8n reports as accepted what Kainic has');
	});

	it('notices a refused event that has lost its input or has no code', () => {
		const { refused } = evidence();
		const [, second = { json: {} }] = refused;
		const lost = { json: { ...second.json, anon_uid: 'other' } };
		expect(problemsWith({ refused: [lost, ...refused.slice(1)] })).toContain('as it was sent');
		const bare = { json: { ...event(0), error: 'refused' } };
		expect(problemsWith({ refused: [bare, ...refused.slice(1)] })).toContain('has a code');
	});

	it('notices an accepted item without its status', () => {
		const bare = { json: { ...event(1) } };
		const { accepted } = evidence();
		expect(problemsWith({ accepted: [bare, ...accepted.slice(1)] })).toContain('kainic.status');
	});

	it('notices a request too many', () => {
		const { requests } = evidence();
		const more = [...requests, { endpoint: 'events', number: 11 }] as const;
		expect(problemsWith({ requests: more })).toContain('"requests":11} came');
	});
});
