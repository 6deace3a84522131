import { readAnswer, Seen } from '../../../contract/answers';
import { claims } from '../../../contract/claims';

/** Answers to probes: `true` is a success, a text the message of a failure under 400. */
type Answers = Readonly<Record<string, string | true>>;

function verdict(id: string, answers: Answers, status = 400): string | undefined {
	const read = Object.entries(answers).map(([probe, message]) => {
		const failure = { status: 'fail', message };
		const body = JSON.stringify(message === true ? { status: 'success' } : failure);
		return [probe, readAnswer(message === true ? 200 : status, body, (words) => words)] as const;
	});
	return claims.find((claim) => claim.id === id)?.judge(new Seen(new Map(read))).verdict;
}

const missing = 'One or more required fields are missing in the request body';
const noStore = 'File is empty: Store with id x does not exist';
const noPlatform = 'One or more required fields are missing!';
const visitorType = 'Type of required field "anon_uid" is not string';

/** What no emulator answers. */
const cases: ReadonlyArray<readonly [id: string, verdict: string, answers: Answers]> = [
	['form.projectId', 'confirmed', { form: noStore, 'without.projectId': missing }],
	['form.storeId', 'open', { form: noStore, 'without.storeId': noStore }],
	['form.storeId', 'confirmed', { form: noStore, 'without.storeId': missing }],
	['form.syncMode', 'open', { form: noStore, 'without.syncMode': 'Insufficient Credit !' }],
	['form.syncMode', 'open', { form: noStore, 'without.syncMode': 'Invalid API key' }],
	['predict.requires.platform', 'different', { array: true, 'without.platform': true }],
	['predict.requires.platform', 'confirmed', { array: true, 'without.platform': 'No platform' }],
	['predict.requires.platform', 'open', { nothing: true, 'without.platform': true }],
	['predict.items', 'different', { array: 'items has to be text', text: true }],
	['predict.items', 'open', { array: missing.slice(0, 9), text: true }],
	['refused.predict.bad-key', 'open', { 'bad-key': 'Invalid API key', array: 'Invalid API key' }],
	['refused.predict.bad-key', 'different', { 'bad-key': 'Unknown token', array: true }],
	['refused.predict.bad-key', 'different', { 'bad-key': true, array: true }],
	['events.requires.anon_uid', 'open', { 'visitor-type': visitorType, 'without-visitor': 'Hm' }],
	['events.requires.anon_uid', 'open', { 'without-visitor': noPlatform }],
	['events.requires.anon_uid', 'different', { 'without-visitor': true }],
	['events.batch', 'different', { batch: true }],
	['tracker.wrong', 'open', { empty: 'No access', 'wrong-tracker': 'No access' }],
];

const prefix = (id: string) =>
	id.startsWith('form') ? 'catalog' : /^(events|tracker)/.test(id) ? 'events' : 'predict';

const named = (id: string, answers: Answers) =>
	Object.fromEntries(
		Object.entries(answers).map(([name, what]) => [`${prefix(id)}.${name}`, what]),
	);

test.each(cases)('%s is %s: %j', (id, expected, answers) => {
	expect(verdict(id, named(id, answers))).toBe(expected);
});

test.each(['Quota exceeded for items', 'Please try again: key', 'platform is unavailable', 'Bad'])(
	'"%s" in the middle of a run leaves everything open that it hits',
	(words) => {
		for (const [id, probe] of [
			['predict.requires.platform', 'without.platform'],
			['predict.items', 'array'],
			['refused.predict.bad-key', 'bad-key'],
			['model.unknown', 'unknown-model'],
		] as const) {
			const good: Answers = { array: true, text: true };
			expect(verdict(id, named(id, { ...good, [probe]: words }))).toBe('open');
		}
	},
);

test('what a server says under 500 is of the moment, unless it is documented', () => {
	const answers = { 'predict.array': true, 'predict.without.platform': 'platform broke' } as const;
	expect(verdict('predict.requires.platform', answers, 500)).toBe('open');
	const documented = { ...answers, 'predict.without.platform': missing };
	expect(verdict('predict.requires.platform', documented, 500)).toBe('confirmed');
});

test.each([
	["<class 'str'>", 'confirmed'],
	['a string', 'confirmed'],
	['ein Text', 'open'],
	['integer', 'different'],
])('a platform whose type is called %s is %s', (type, expected) => {
	const message = `Type of required field "platform" is not ${type}`;
	expect(verdict('events.requires.platform', { 'events.platform-type': message })).toBe(expected);
});
