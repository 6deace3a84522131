import { meanings } from './codes';
import type { Expectation, ExpectedFailure, FaultCase } from './fault-case';
import { countLeaks } from './leaks';
import type { NamedCase } from '../../support/node-cases';
import { linksOf, outcomesByItem, type ItemOutcome } from './outcomes';
import type { ErrorMode, Pattern, Struck } from './strike';

export interface Strike {
	readonly node: NamedCase;
	readonly fault: FaultCase;
	readonly mode: ErrorMode;
	readonly pattern: Pattern;
	readonly struck: Struck;
}

/** An input item and how it ended. */
type Fate = readonly [item: number, outcome: ItemOutcome];

/** Holds what a node did under a fault against what it must do and against what the server knows. */
export function verify(strike: Strike): void {
	const { fault, node, mode, struck } = strike;
	const expected = (node.needsData && fault.expectedWithData) || fault.expected;
	expect(struck.requests).toBe(expectedRequests(expected, strike));
	const fates =
		mode === 'stopWorkflow' ? verifyStop(strike, expected) : verifyItems(strike, expected);
	verifyFates(fates, strike);
	expect(countLeaks(struck.result.record.seen)).toBe(0);
	verifyPrototypes(struck);
}

function expectedRequests(expected: Expectation, { mode, pattern, node }: Strike): number {
	const jobs = node.jobs.length;
	if (expected.kind === 'accepted') return jobs;
	const tries = expected.arrives === false ? 0 : expected.retried ? 2 : 1;
	if (pattern === 'once' && expected.retried) return jobs + 1;
	if (mode === 'stopWorkflow' || skipsTheRest(expected, node)) return tries;
	return pattern === 'once' ? jobs : jobs * tries;
}

function skipsTheRest(expected: ExpectedFailure, node: NamedCase): boolean {
	const { code, concernsItself, stopsRun } = expected;
	const { stops } = meanings[code];
	if (stopsRun === true) return true;
	if (concernsItself === true || stops === undefined) return false;
	return stops === 'all' || stops === node.sharedScope;
}

/** What must be said of each request's items, in the order of the requests. */
function expectedOutcomes(expected: Expectation, { pattern, node }: Strike): object[] {
	const accepted = { kind: 'accepted' };
	if (expected.kind === 'accepted') return [accepted, accepted];
	if (pattern === 'once' && expected.retried) return [accepted, accepted];
	const { code, mayBeAccepted, retried } = expected;
	const notSent = expected.arrives === false;
	const tried = { kind: 'failed', code, mayBeAccepted, notSent, attempts: retried ? 2 : 1 };
	const skipped = { kind: 'failed', code, mayBeAccepted: false, notSent: true, attempts: 0 };
	if (skipsTheRest(expected, node)) return [tried, skipped];
	return [tried, pattern === 'once' ? accepted : tried];
}

function verifyItems(strike: Strike, expected: Expectation): Fate[] {
	const { node, struck, mode } = strike;
	const { result } = struck;
	expect(result.error).toBeUndefined();
	const byItem = outcomesByItem(result, node.items.length);
	const wanted = expectedOutcomes(expected, strike);
	for (const [job, indexes] of node.jobs.entries()) {
		for (const index of indexes)
			expect(byItem[index]).toEqual([expect.objectContaining(wanted[job])]);
	}
	const fates = byItem.flatMap((outcomes, item) => outcomes.map((fate): Fate => [item, fate]));
	const branch = mode === 'continueErrorOutput' ? result.errorBranch : result.outputs[0];
	const failed = fates.some(([, { kind }]) => kind === 'failed');
	if (failed) expect(branch?.some(({ json }) => 'error' in json)).toBe(true);
	for (const items of [...result.outputs, result.errorBranch]) {
		const links = items.map((item) => linksOf(item)[0] ?? -1);
		expect(links).toEqual([...links].sort((a, b) => a - b));
	}
	if (expected.kind === 'failed' && expected.says !== undefined) {
		const description = expect.stringMatching(expected.says);
		expect(byItem.flat()).toContainEqual(expect.objectContaining({ description }));
	}
	return fates;
}

/** The items of the first request, as the message names them. */
function placeOf({ jobs: [first] }: NamedCase): string {
	if (first.length === 1) return ' [item 0]';
	const last = first.at(-1);
	return last === first.length - 1 ? ` [items 0 to ${last}]` : ` [items ${first.join(', ')}]`;
}

/** How a message begins that needs no headline. */
const ownWords =
	/^(\d+ attempts took |Kainic sent no complete response |No connection: |The connection broke |The (compressed )?response |The response is not from Kainic: |Kainic was not found at this address\. |Kainic, or a firewall or proxy in front of Kainic, |Kainic gave no reason: )/;

/** Where the node stops, its error is all that is seen: it must say what happened and how far it got. */
function verifyStop(strike: Strike, expected: Expectation): Fate[] {
	const { node, struck, pattern } = strike;
	const { error } = struck.result;
	const succeeds = expected.kind === 'accepted' || (pattern === 'once' && expected.retried);
	if (succeeds) return verifyItems({ ...strike, mode: 'continueRegularOutput' }, expected);
	const { code, mayBeAccepted } = expected;
	const { says } = meanings[code];
	const progress = mayBeAccepted ? 'It is unknown whether ' : 'Nothing was ';
	const place = placeOf(node);
	expect(error?.message.endsWith(place)).toBe(true);
	const reason = error?.message.slice(0, -place.length) ?? '';
	expect(reason).toContain(` ${progress}`);
	if (!ownWords.test(reason)) expect(`${reason} ${error?.description}`).toContain(says);
	expect(struck.result.outputs.flat()).toEqual([]);
	return node.jobs.flatMap((indexes, job) =>
		indexes.map((item): Fate => {
			return [item, { kind: 'failed', mayBeAccepted: mayBeAccepted && job === 0 }];
		}),
	);
}

function verifyFates(fates: readonly Fate[], { struck, node }: Strike): void {
	const seen = { node: node.title, lost: 0, unmarked: 0, doubled: 0 };
	for (const [item, fate] of fates) {
		const taken = struck.taken.filter((each) => each.item === item);
		const sure = taken.filter(({ request }) => struck.confirmed.has(request));
		if (sure.length > 1) seen.doubled += 1;
		if (fate.kind === 'accepted' && taken.length === 0) seen.lost += 1;
		if (fate.kind === 'failed' && taken.length > 0 && !fate.mayBeAccepted) seen.unmarked += 1;
	}
	expect(seen).toEqual({ node: node.title, lost: 0, unmarked: 0, doubled: 0 });
}

/** Responses plant `polluted` in prototypes. Nothing that leaves the node may inherit it, nor anything else. */
function verifyPrototypes({ result }: Struck): void {
	const items = [...result.outputs.flat(), ...result.errorBranch];
	const inherits = (json: object) => !Object.hasOwn(json, 'polluted') && 'polluted' in json;
	expect([{}, ...items.map(({ json }) => json)].filter(inherits)).toEqual([]);
}
