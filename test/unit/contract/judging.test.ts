import { readAnswer, Seen } from '../../../tools/ask-kainic/answers';
import { claims } from '../../../tools/ask-kainic/claims';

const missing = 'One or more required fields are missing in the request body';
const noStore = 'File is empty: Store with id x does not exist';
const badKey = 'Invalid API key';
const noCredit = 'Please top-up your project credit for this platform';
const platformType = (type: string) => ({
	'events.platform-type': `Type of required field "platform" is not ${type}`,
});

type Answers = Readonly<Record<string, string | true>>;

/** Answers that no emulator gives: `true` is a success, a text the message of a failure. */
test.each<[id: string, verdict: string, answers: Answers, status?: number]>([
	['predict.requires.platform', 'open', { 'predict.without.platform': noCredit }],
	['predict.requires.platform', 'open', { 'predict.without.platform': 'platform broke' }, 500],
	['predict.requires.platform', 'confirmed', { 'predict.without.platform': missing }, 500],
	['form.storeId', 'open', { 'catalog.form': noStore, 'catalog.without.storeId': noStore }],
	['form.storeId', 'confirmed', { 'catalog.form': noStore, 'catalog.without.storeId': missing }],
	['form.storeId', 'open', { 'catalog.form': noStore, 'catalog.without.storeId': badKey }],
	['predict.requires.platform', 'different', { 'predict.without.platform': true }],
	['predict.requires.platform', 'confirmed', { 'predict.without.platform': 'No platform' }],
	['predict.requires.platform', 'open', { 'predict.without.platform': 'platform is unavailable' }],
	[
		...(['predict.requires.platform', 'open'] as const),
		{ 'predict.nothing': true, 'predict.without.platform': true },
	],
	['predict.items', 'different', { 'predict.array': 'items has to be text', 'predict.text': true }],
	['predict.items', 'open', { 'predict.array': 'Quota exceeded for items', 'predict.text': true }],
	['refused.predict.bad-key', 'open', { 'predict.bad-key': badKey, 'predict.array': badKey }],
	[
		'refused.predict.bad-key',
		'different',
		{ 'predict.bad-key': 'Unknown token', 'predict.array': true },
	],
	['events.requires.anon_uid', 'different', { 'events.without-visitor': true }],
	['events.requires.anon_uid', 'open', { 'events.without-visitor': 'Hm' }],
	['events.batch', 'different', { 'events.batch': true }],
	['tracker.wrong', 'open', { 'events.empty': 'No access', 'events.wrong-tracker': 'No access' }],
	['events.requires.platform', 'confirmed', platformType("<class 'str'>")],
	['events.requires.platform', 'open', platformType('ein Text')],
	['events.requires.platform', 'different', platformType('integer')],
])('%s is %s: %j', (id, expected, answers, failureStatus = 400) => {
	const read = Object.entries(answers).map(([probe, message]) => {
		const isSuccess = message === true;
		const body = JSON.stringify(isSuccess ? { status: 'success' } : { status: 'fail', message });
		const status = isSuccess ? 200 : failureStatus;
		return [probe, readAnswer(status, body, (words) => words)] as const;
	});
	const claim = claims.find((each) => each.id === id);
	expect(claim?.judge(new Seen(new Map(read))).verdict).toBe(expected);
});
