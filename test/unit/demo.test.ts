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

const events = valid.map(({ json }) => json);
const accepted = events.map((json) => ({ json: { ...json, kainic: { status: 'accepted' } } }));
const refused = [...wrong].map((number) => {
	const error = { code: 'invalid_input', message: `Item ${number}: no platform` };
	return { json: { ...event(number), error } };
});
const requests = Array.from({ length: 11 }, (_, index) => {
	return { endpoint: 'events', number: index + 1 } as const;
});

const arrived = arrivals(events);
const good: EventsEvidence = { sent, accepted, refused, arrived, requests: requests.slice(0, 10) };

test('the verdict on the demo is good when n8n and Kainic agree', () => {
	const verdict = verifyEvents(good);
	expect(verdict.problems).toEqual([]);
	expect(verdict.figures).toEqual({ sent: 1000, accepted: 993, rejected: 7, requests: 10 });
	expect(verdict.lines.join('\n')).toContain('  invalid_input: Item 149: no platform');
});

const other = { json: { ...refused[0]?.json, anon_uid: 'other' } };
const bare = { json: { ...event(0), error: 'refused' } };
const once = ['each event arrived once', 'n8n reports as accepted what Kainic has'];

test.each<[string, Partial<EventsEvidence>, string[]]>([
	['an event was lost', { arrived: arrivals(events.slice(1)) }, once],
	[
		'an event was doubled',
		{ arrived: arrivals([...events.slice(0, 5), ...events.slice(4)]) },
		once,
	],
	[
		'an event was altered',
		{ arrived: arrivals([{ ...events[0], anon_uid: 'other' }, ...events.slice(1)]) },
		once,
	],
	['a refused event lost its input', { refused: [other, ...refused.slice(1)] }, ['as it was sent']],
	['a refused event has no code', { refused: [bare, ...refused.slice(1)] }, ['has a code']],
	[
		'an item has no status',
		{ accepted: [{ json: event(1) }, ...accepted.slice(1)] },
		['kainic.status'],
	],
	['there is a request too many', { requests }, ['"requests":11} came']],
])('the verdict on the demo says so if %s', (_what, change, problems) => {
	const said = verifyEvents({ ...good, ...change }).problems.join('\n');
	for (const problem of problems) expect(said).toContain(problem);
});
