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
});
