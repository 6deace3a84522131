import fc from 'fast-check';
import { checkEvent } from '../../../nodes/KainicEvent/batch';
import { refusalOf } from '../../support/units/refusal';
import { forAll } from '../../support/for-all';

const good = { platform: 'web', anon_uid: 'visitor-1' };

/** The message and the advice with which an event is refused. */
function refusal(event: unknown) {
	const { message, explanation } = refusalOf(() => checkEvent(event));
	return { message, advice: explanation.advice };
}

describe('an event', () => {
	test('with both required fields is returned as it is, whatever else it holds', async () => {
		const platform = fc.constantFrom('web', 'mobile', 'pos');
		const visitorIds = fc.string().filter((id) => id.trim() !== '');
		const rest = fc.dictionary(fc.string(), fc.jsonValue());
		await forAll([platform, visitorIds, rest], (name, visitor, more) => {
			const event = { ...more, platform: name, anon_uid: visitor };
			expect(checkEvent(event)).toBe(event);
		});
	});

	test.each([
		[null, 'The event is empty (null), but it must be an object.'],
		['text', 'The event is the text "text", but it must be an object.'],
		[[good], 'The event is an array, but it must be an object.'],
	])('must be an object: %j', (event, message) => {
		expect(refusal(event).message).toBe(message);
	});

	test.each(['platform', 'anon_uid'])('needs %s of its own', (name) => {
		const rest = Object.fromEntries(Object.entries(good).filter(([own]) => own !== name));
		const inherited: unknown = Object.assign(Object.create(good), rest);
		const because = 'Kainic requires this field in every event.';
		const events = [inherited, { ...good, [name]: undefined }, { ...good, [name]: null }];
		expect(events.map(refusal)).toEqual(
			Array(3).fill({
				message: `The field "${name}" is missing.`,
				advice: `Add "${name}". ${because}`,
			}),
		);
		expect(['', ' ', '\n\t'].map((blank) => refusal({ ...good, [name]: blank }))).toEqual(
			Array(3).fill({
				message: `The field "${name}" is empty.`,
				advice: `Fill in "${name}". ${because}`,
			}),
		);
	});

	test.each([
		[5, 'the number 5'],
		[['x'], 'an array'],
		[false, 'the boolean false'],
	])('has anon_uid as text, not as %j', (value, shown) => {
		const { message, advice } = refusal({ ...good, anon_uid: value });
		expect(message).toBe(`The field "anon_uid" is ${shown}, but it must be text.`);
		expect(advice).toContain('{{ String($json.anon_uid) }}');
	});

	test('may spell its platform with capitals, and is sent in the spelling of Kainic', () => {
		const event = { b: 1, ...good, platform: 'Web', a: [2] };
		expect(JSON.stringify(checkEvent(event))).toBe(
			'{"b":1,"platform":"web","anon_uid":"visitor-1","a":[2]}',
		);
		expect(event.platform).toBe('Web');
		expect(checkEvent({ ...good, platform: 'POS' })).toEqual({ ...good, platform: 'pos' });
	});

	test.each(['tablet', ' web', 'ｗｅｂ', 'web\n'])(
		'is of a platform that Kainic knows, not %j',
		(platform) => {
			expect(refusal({ ...good, platform })).toEqual({
				message: `The field "platform" is the text "${platform}", but it must be web, mobile or pos.`,
				advice: 'Set "platform" to web, mobile or pos.',
			});
		},
	);
});
