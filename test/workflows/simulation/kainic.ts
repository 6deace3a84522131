import type { JsonObject } from '../../../tools/n8n/json';
import type { Collector, Reply } from './kainic-event';
import type { Run } from './run';

/** What happens to a request, and whether Kainic takes its events. */
export const troubles = {
	...{ unavailable: false, 'lost answer': true, 'broken connection': false, 'late answer': true },
	...{ 'half an answer': true, 'no answer': false, 'a proxy refuses': false, busy: false },
	...{ slow: true, 'no JSON': true },
};
export type Trouble = keyof typeof troubles;

interface Taken {
	readonly event: JsonObject;
	readonly run: Run;
	readonly at: number;
}

const json = (status: number, body: object): Reply => ({ status, body: JSON.stringify(body) });
const success = json(200, { status: 'success', data: { collected: 1 } });
const fail = (message: string) => json(400, { status: 'fail', message });

/** A Kainic that takes events, or has trouble. */
export class Kainic {
	/** The events that Kainic took, as often as it took them. */
	readonly taken: Taken[] = [];
	/** All events that were sent. */
	readonly sent: Taken[] = [];
	/** The next requests get these. */
	troubles: Trouble[] = [];
	awayUntil = 0;
	/** What happens once, right after it took an event. */
	afterTaking: (() => void) | undefined;
	private readonly onTheirWay = new Set<readonly Taken[]>();

	constructor(private readonly random: () => number) {}

	/** What was on its way when n8n was killed may still arrive. */
	kill(dead: readonly Run[]): void {
		for (const events of this.onTheirWay) {
			if (!events.some(({ run }) => dead.includes(run))) continue;
			this.onTheirWay.delete(events);
			if (this.random() < 0.5 && Date.now() >= this.awayUntil) this.take(events);
		}
	}

	private take(events: readonly Taken[]): void {
		const heard = events.filter(({ event }) => !/broken|refused/.test(String(event['anon_uid'])));
		this.taken.push(...heard.map((each) => ({ ...each, at: Date.now() })));
		const { afterTaking } = this;
		this.afterTaking = undefined;
		afterTaking?.();
	}

	readonly collect: Collector = async (batch, run) => {
		const { pause, wait } = run.surroundings;
		const events = batch.map((event) => ({ event, run, at: Date.now() }));
		this.sent.push(...events);
		this.onTheirWay.add(events);
		await pause();
		this.onTheirWay.delete(events);
		if (Date.now() < this.awayUntil) return { error: 'ECONNREFUSED' };
		const trouble = this.troubles.shift();
		if (trouble === undefined || troubles[trouble]) this.take(events);
		const reply = await replyIn(trouble, wait);
		await pause();
		const visitors = events.map(({ event }) => event['anon_uid']);
		if (reply !== success) return reply;
		if (visitors.includes('visitor-broken')) return json(500, { message: 'Internal Server Error' });
		if (visitors.includes('visitor-refused'))
			return fail('One or more required fields are missing!');
		return reply;
	};
}

async function replyIn(
	trouble: Trouble | undefined,
	wait: (milliseconds: number) => Promise<void>,
): Promise<Reply> {
	switch (trouble) {
		case undefined:
			return success;
		case 'slow':
			await wait(1_000);
			return success;
		case 'unavailable':
		case 'lost answer':
			return { status: 503, body: '<h1>Service Unavailable</h1>' };
		case 'broken connection':
			return { error: 'ECONNRESET' };
		case 'late answer':
		case 'no answer':
			await wait(3_600_000);
			return success;
		case 'half an answer':
			return { ...success, status: 200, body: '{"status":"success"}', isCut: true };
		case 'no JSON':
			return { status: 200, body: '{"status":"succ' };
		case 'a proxy refuses':
			return {
				status: 400,
				headers: { 'content-type': 'text/html' },
				body: '<h1>Bad Request</h1>',
			};
		case 'busy':
			return { status: 429, headers: { 'retry-after': '2' }, body: 'Too many requests' };
	}
}
