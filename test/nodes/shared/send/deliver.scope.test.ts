import type { FailureScope } from '../../../../nodes/shared/failure-codes';
import { answer, deliverAll, fail, jobs, success, type Reply } from './fake-transport';

const at = (scope: FailureScope, id: string) => ({ scope, id });

/** How later requests end after this reply to the first one, which goes to the target `one`. */
async function after(
	scope: FailureScope,
	first: Reply,
	...targets: ReadonlyArray<ReturnType<typeof at> | null>
): Promise<readonly string[]> {
	const all = [at(scope, 'one'), ...targets];
	const sent = jobs(all.length, (index) => ({ target: all[index] ?? null }));
	const { failures } = await deliverAll(sent, [first, success]);
	return failures.slice(1).map((each) => (each === null ? 'accepted' : `${each.code}, not sent`));
}

test('if one failure affects all requests, the others are not sent, and fail with its code and its reason', async () => {
	const { failures, stats } = await deliverAll(jobs(4), fail('Insufficient Credit !', 402));
	expect(stats).toMatchObject({ rejected: 1, notSent: 3, requests: 1 });
	expect(failures[0]).toMatchObject({ code: 'credit', notSent: false, attempts: 1 });
	expect(failures[3]).toMatchObject({
		...{ code: 'credit', notSent: true, attempts: 0, httpCode: null },
		message: expect.stringMatching(
			/^This item was not .+ Kainic says: "Insufficient Credit !"\.?$/,
		),
	});
});

describe('a failure stops', () => {
	test.each([
		['credit', fail('Insufficient Credit !')],
		['unauthorized', answer(401, '')],
	])('of the code %s everything', async (code, first) => {
		const targets = [at('tracker', 'two'), at('model', 'one'), null];
		const ended = await after('tracker', first, ...targets);
		expect(ended).toEqual(targets.map(() => `${code}, not sent`));
	});

	test.each([
		['tracker', 'tracker', 'Event Dismissed: Tracker does not have a store_id associated with it'],
		['domain', 'tracker', 'Event Dismissed: Domain Not Supported'],
		['not_deployed', 'model', 'This model is not deployed!'],
		['no_endpoint', 'model', 'No endpoint is currently deployed for this model'],
		['experiment_inactive', 'experiment', 'The experiment is not active!'],
	] as const)('of the code %s only its own %s', async (code, scope, message) => {
		const targets = [at(scope, 'one'), at(scope, 'two'), null];
		const ended = await after(scope, fail(message), ...targets);
		expect(ended).toEqual([`${code}, not sent`, 'accepted', 'accepted']);
	});

	const notDeployed = fail('This model is not deployed!');

	test.each([
		['inferred wording', 'tracker', fail('Invalid API key')],
		['a 403, which may be a firewall on one body,', 'tracker', answer(403, 'Forbidden')],
		['a model, which in an experiment depends on the session,', 'experiment', notDeployed],
	] as const)('of %s nothing but its own request', async (_, scope, first) => {
		const ended = await after(scope, first, at(scope, 'one'), null);
		expect(ended).toEqual(['accepted', 'accepted']);
	});
});
