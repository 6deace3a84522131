import type { Fault } from '../../tools/emulator';

const missingFields = '{"status":"fail","message":"One or more required fields are missing!"}';

const actions: readonly Fault[] = [
	{ kind: 'answer', status: 503, headers: { 'retry-after': '1' } },
	{ kind: 'answer', status: 500, processed: true },
	{ kind: 'answer', status: 429, headers: { 'retry-after': '1' } },
	{ kind: 'answer', status: 400, contentType: 'application/json', body: missingFields },
	{ kind: 'drop', at: 'request' },
	{ kind: 'drop', at: 'half_body' },
	{ kind: 'drop', at: 'after_request' },
	{ kind: 'drop', at: 'half_answer' },
	{ kind: 'hang' },
	{ kind: 'hang', processed: true },
	{ kind: 'delay', delayMs: 1_000 },
	{ kind: 'truncate' },
	{ kind: 'answer', status: 502, body: '<p>Bad gateway</p>', contentType: 'text/html' },
	{ kind: 'answer', status: 200, body: 'not JSON', contentType: 'application/json' },
	{
		kind: 'answer',
		status: 200,
		headers: { 'content-encoding': 'gzip' },
		body: 'x',
		processed: true,
	},
];

/** Faults of every kind that together hit that share of all requests. */
export function mixedFaults(share: number): Fault[] {
	// Each fault sees only the requests that those before it let pass.
	const probability = 1 - (1 - share) ** (1 / actions.length);
	return actions.map((action) => ({ ...action, probability, count: 'always' }));
}
