import { verifyEvents, type EventsEvidence } from '../../tools/demo/verify-events';
import type { JsonObject } from '../../tools/n8n/json';

const all = Array.from({ length: 1000 }, (_, number) => {
	return { event_number: number, anon_uid: `visitor-${number}` };
});
const [first, ...others] = all.slice(7);

/** The events in requests of a hundred. */
const arrivals = (events: readonly JsonObject[]): EventsEvidence['arrived'] =>
	events.map((event, index) => {
		return { request: Math.floor(index / 100) + 1, trackerId: 'tracker-web', event };
	});

const accepted = [first, ...others].map((event) => ({
	json: { ...event, kainic: { status: 'accepted' } },
}));
const refused = all.slice(0, 7).map((event, number) => {
	const error = { code: 'invalid_input', message: `Item ${number}: no platform` };
	return { json: { ...event, error } };
});
const requests = Array.from({ length: 11 }, (_, index) => {
	return { endpoint: 'events', number: index + 1 } as const;
});

const good: EventsEvidence = {
	...{ sent: all.map((json) => ({ json })), accepted, refused },
	...{ arrived: arrivals([first ?? {}, ...others]), requests: requests.slice(0, 10) },
};

test('the verdict on the demo is good when n8n and Kainic agree', () => {
	const verdict = verifyEvents(good);
	expect(verdict.problems).toEqual([]);
	expect(verdict.figures).toEqual({ sent: 1000, accepted: 993, rejected: 7, requests: 10 });
	expect(verdict.lines.join('\n')).toContain('  invalid_input: Item 6: no platform');
});

const other = { json: { ...refused[0]?.json, anon_uid: 'x' } };
const bare = { json: { ...all[0], error: 'refused' } };
const without = { json: { ...first } };
const once = ['each event arrived once', 'n8n reports as accepted what Kainic has'];

test.each<[string, Partial<EventsEvidence>, string[]]>([
	['an event was lost', { arrived: arrivals(others) }, once],
	['an event was altered', { arrived: arrivals([{ ...first, anon_uid: 'x' }, ...others]) }, once],
	['a refused event lost its input', { refused: [other, ...refused.slice(1)] }, ['as it was sent']],
	['a refused event has no code', { refused: [bare, ...refused.slice(1)] }, ['has a code']],
	['an item has no status', { accepted: [without, ...accepted.slice(1)] }, ['kainic.status']],
	['there is a request too many', { requests }, ['"requests":11} came']],
])('the verdict on the demo says so if %s', (_what, change, problems) => {
	const said = verifyEvents({ ...good, ...change }).problems.join('\n');
	for (const problem of problems) expect(said).toContain(problem);
});
