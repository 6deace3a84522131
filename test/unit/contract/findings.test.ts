import { findingsOf } from '../../../contract/core/findings';
import type { Entry, Finding } from '../../../contract/core/model';
import { check, entry } from './entries';

const missing = 'One or more required fields are missing in the request body';
const unknownStore = 'File is empty: Store with id another does not exist';

function findingIn(id: string, ...entries: readonly Entry[]): Finding {
	const found = findingsOf(check, entries).find((finding) => finding.id === id);
	if (found === undefined) throw new Error(`There is no finding ${id}`);
	return found;
}

describe('what no emulator answers', () => {
	test('a form field that may be left out is open, not confirmed', () => {
		const own = entry('catalog.own', unknownStore);
		const same = entry('catalog.without.project', unknownStore);
		const refused = entry('catalog.without.project', missing);
		expect(findingIn('form.project', own, same)).toMatchObject({
			verdict: 'open',
			seen: expect.stringContaining('the same without it'),
		});
		expect(findingIn('form.project', own, refused).verdict).toBe('confirmed');
		expect(findingIn('form.project', own).verdict).toBe('open');
	});

	test('a store that the answer does not repeat is confirmed by leaving it out alone', () => {
		const own = entry('catalog.own', unknownStore);
		expect(findingIn('form.store', own).verdict).toBe('open');
		const repeats = entry(
			'catalog.own',
			'File is empty: Store with id contract-check-mark-store does not exist',
		);
		expect(findingIn('form.store', repeats).verdict).toBe('confirmed');
	});

	test.each([
		['Internal error', 500],
		['Invalid API key', 401],
		['Insufficient Credit !', 400],
	])('a form field is not confirmed by "%s" without it', (message, status) => {
		const own = entry('catalog.own', unknownStore);
		const without = entry('catalog.without.mode', message, status);
		expect(findingIn('form.mode', own, without).verdict).toBe('open');
	});

	test('both forms of items with one failure are open', () => {
		const message = 'This model is not deployed!';
		const both = [entry('predict.array', message), entry('predict.text', message)];
		expect(findingIn('predict.items', ...both).verdict).toBe('open');
	});

	test('both forms of items with a success confirm the array', () => {
		const both = [entry('predict.array', null, 200), entry('predict.text', null, 200)];
		expect(findingIn('predict.items', ...both).verdict).toBe('confirmed');
	});

	test('an array is not different because of a failure of the moment', () => {
		const text = entry('predict.text', null, 200);
		const broken = entry('predict.array', 'Internal error', 500);
		expect(findingIn('predict.items', broken, text).verdict).toBe('open');
		const refused = entry('predict.array', 'items has to be text', 400);
		expect(findingIn('predict.items', refused, text).verdict).toBe('different');
	});

	test('a prediction without a field that succeeds as well shows that it is not required', () => {
		const whole = entry('predict.array', null, 200);
		const without = entry('predict.without.kainic_pid', null, 200);
		expect(findingIn('predict.requires.kainic_pid', whole, without).verdict).toBe('different');
	});

	test('a key that makes no difference is told', () => {
		const whole = entry('predict.array', 'Under maintenance');
		const bad = entry('predict.bad-key', 'Under maintenance');
		expect(findingIn('key.bad.predict', whole, bad).verdict).not.toBe('confirmed');
		const accepted = entry('predict.bad-key', null, 200);
		expect(findingIn('key.bad.predict', accepted)).toMatchObject({
			verdict: 'different',
			seen: expect.stringContaining('It is accepted'),
		});
		const documented = entry('events.bad-key', 'One or more required fields are missing!');
		expect(findingIn('key.bad.events', documented).verdict).toBe('open');
	});

	test('an event without its visitor that is accepted shows that it is not required', () => {
		const test = entry('events.test', null, 200);
		const without = entry('events.without.anon_uid', null, 200);
		expect(findingIn('events.requires.anon_uid', test, without).verdict).toBe('different');
	});

	test('a type alone does not show that a field is required', () => {
		const type = entry('events.types.1', 'Type of required field "anon_uid" is not string');
		expect(findingIn('events.requires.anon_uid', type).verdict).toBe('open');
	});

	test('the same unknown words for both trackers are open: they may be those for a bad key', () => {
		const both = [entry('events.empty', 'No access'), entry('events.wrong-tracker', 'No access')];
		expect(findingIn('tracker.wrong', ...both).verdict).toBe('open');
	});

	test('a batch that is a success is not refused whole', () => {
		const test = entry('events.test', null, 200);
		const batch = entry('events.batch', null, 200);
		expect(findingIn('events.batch', test, batch).verdict).toBe('different');
	});

	describe.each(['Quota exceeded for this minute', 'Please try again', 'Bad request'])(
		'"%s" in the middle of a run',
		(message) => {
			test.each([
				['predict.requires.platform', 'predict.array', 'predict.without.platform'],
				['predict.items', 'predict.text', 'predict.array'],
				['key.bad.predict', 'predict.array', 'predict.bad-key'],
				['project.wrong.predict', 'predict.array', 'predict.wrong-project'],
				['model.unknown', 'predict.array', 'predict.unknown-model'],
			])('leaves %s open', (id, good, refused) => {
				expect(findingIn(id, entry(good, null), entry(refused, message)).verdict).toBe('open');
			});

			test('leaves a form and a tracker open', () => {
				const own = entry('catalog.own', 'File schema is not valid');
				const without = entry('catalog.without.mode', message);
				expect(findingIn('form.mode', own, without).verdict).toBe('open');
				const known = entry('events.empty', 'One or more required fields are missing!');
				const unknown = entry('events.wrong-tracker', message);
				expect(findingIn('tracker.wrong', known, unknown).verdict).toBe('open');
			});
		},
	);

	test('words that name what is wrong tell of it, though they are not documented', () => {
		const whole = entry('predict.array', null);
		const without = entry('predict.without.platform', 'Missing parameter: platform');
		expect(findingIn('predict.requires.platform', whole, without).verdict).toBe('confirmed');
		const badKey = entry('predict.bad-key', 'Unknown token');
		expect(findingIn('key.bad.predict', whole, badKey).verdict).toBe('different');
		const wrong = entry('predict.wrong-project', 'No such project');
		expect(findingIn('project.wrong.predict', whole, wrong).verdict).toBe('different');
	});

	test('a host that refuses everything in one way tells nothing of keys', () => {
		const all = ['predict.bad-key', 'predict.nothing', 'predict.array', 'events.bad-key'];
		const entries = all.map((probe) => entry(probe, 'Access denied, or not'));
		expect(findingIn('key.bad.predict', ...entries).verdict).toBe('open');
		expect(findingIn('key.bad.events', ...entries).verdict).toBe('open');
		const words = ['array', 'no-session'].map((name) => entry(`experiment.${name}`, missing));
		expect(findingIn('experiment.missing-words', ...words).verdict).toBe('open');
	});

	test.each([
		["<class 'str'>", 'confirmed'],
		['string', 'confirmed'],
		['ein Text', 'open'],
		['a valid value', 'open'],
		['integer', 'different'],
	])('a platform whose type is called %s is %s', (type, verdict) => {
		const named = entry('events.types.1', `Type of required field "platform" is not ${type}`);
		expect(findingIn('events.requires.platform', named).verdict).toBe(verdict);
	});

	test.each(['array', 'array of objects', "<class 'list'>", 'une liste'])(
		'an array that is refused because it is not %s is open',
		(type) => {
			const refused = entry('predict.array', `Type of required field "items" is not ${type}`);
			const text = entry('predict.text', `Type of required field "items" is not ${type}`);
			expect(findingIn('predict.items', refused, text).verdict).not.toBe('different');
		},
	);

	test('a batch that is refused for want of credit is open, though nothing of it arrived', () => {
		const credit = 'Event Dismissed: Please top-up your project credit in order to collect events';
		const entries = [entry('events.test', null), entry('events.batch', credit)];
		const findings = findingsOf({ ...check, batchArrived: false }, entries);
		expect(findings.find(({ id }) => id === 'events.batch')?.verdict).toBe('open');
	});

	test('an answer of what stands before Kainic is not one of Kainic', () => {
		const outcome = { kind: 'answer', status: 503, body: 'no healthy upstream' } as const;
		const gateway = {
			probe: 'events.empty',
			attempts: 3,
			outcome: { ...outcome, retryAfter: null },
		};
		expect(findingIn('host.envelope', entry('predict.array', null), gateway).verdict).toBe('open');
	});
});
