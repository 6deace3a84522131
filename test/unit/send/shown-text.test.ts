import fc from 'fast-check';
import { Redactor } from '../../../nodes/shared/send/redact';
import { withheld } from '../../../nodes/shared/failure';

const noPause = async () => await Promise.resolve();

const key = 'secret-key-12345';

async function shown(said: string, { keys = [key], lead = 'It says: ' } = {}): Promise<string> {
	return (await new Redactor(keys, noPause).shown(lead, said)).message;
}

test.each([
	['a<STYLE type="x">p{}</Style >b<script>1<2</script>c', 'a b c'],
	['a<styled>b</styled>c', 'a b c'],
	['a<style/>b</style>c', 'a c'],
	['a<style>b>c</style>d', 'a d'],
	['a<style>b', 'a'],
	['a<style>b</style', 'a'],
	['a < b', 'a < b'],
	['İ<style>x</style>İ', 'İ İ'],
	['a \n <p>b', 'a b'],
	['', 'the body is empty'],
	['\n', 'the body is empty'],
	['<p> \n </p>', 'the body has no text'],
])('of the page %j, a person is shown %j', async (body, text) => {
	expect(await shown(body)).toBe(`It says: ${text}`);
});

test("Kainic's own message is shown as it is", async () => {
	const said = 'a <b>\n  c';
	const redactor = new Redactor([key], noPause);
	expect(await redactor.shown('', said)).toEqual({ message: said, quoted: true });
});

test('at most 500 characters are shown, without half of a surrogate pair', async () => {
	const start = (said: string) => shown(said, { lead: '' });
	expect(await start('x'.repeat(500))).toBe('x'.repeat(500));
	expect(await start('x'.repeat(501))).toBe(`${'x'.repeat(499)}…`);
	expect(await start(`${'x'.repeat(498)}😀x`)).toBe(`${'x'.repeat(498)}…`);
	expect(await start(`${'x'.repeat(497)}😀xx`)).toBe(`${'x'.repeat(497)}😀…`);
	for (const shift of [0, 1]) {
		const page = `${' '.repeat(8_000 + shift)}${'😀'.repeat(20_000)}`;
		expect(await shown(page)).toMatch(/^It says: (?:😀)+…$/u);
	}
});

test.each([
	['as it is', `no ${key}`],
	['between tags', `<p title="${key}">no</p>`],
	['in a script', `no<script>const key = "${key}"</script>`],
	['behind what is shown', `${'x '.repeat(5_000)}${key}`],
])('the whole text is withheld if it repeats a key %s', async (_, said) => {
	expect(await shown(said)).toBe(`It says: ${withheld}`);
	const redactor = new Redactor([key], noPause);
	expect(await redactor.shown('', said)).toEqual({
		message: withheld,
		quoted: false,
	});
});

test('a text is withheld if it repeats a key only as it would be shown', async () => {
	const keys = ['secret key 12345'];
	expect(await shown('a secret\n\n key<b>12345</b>', { keys })).toBe(`It says: ${withheld}`);
});

test('no part of a key is shown, wherever a long text is cut', async () => {
	const percent = (text: string) =>
		Array.from(text, (sign) => `%${sign.charCodeAt(0).toString(16)}`).join('');
	const spellings = fc.constantFrom(String, percent, (text: string) => percent(percent(text)));
	const starts = fc.oneof(
		...[8, 16].map((k) => fc.integer({ min: k * 1024 - 200, max: k * 1024 })),
	);
	const pad = fc.constantFrom(' ', '<p>', '<a href="x">');
	await fc.assert(
		fc.asyncProperty(spellings, starts, pad, fc.nat(9), async (spell, start, filler, further) => {
			const page = filler.repeat(start / filler.length + 1).slice(0, start);
			const text = await shown(`${page}${spell(key)}${'.'.repeat(further * 4_000)}`);
			expect(decodeURIComponent(decodeURIComponent(text.replace(/%[^2-7]?…?$/, '')))).not.toMatch(
				/sec|key-|123/,
			);
		}),
		{ numRuns: 1_000 },
	);
});

test.each(['<style', '<', '<a', '\\', '%25', ' &#', '<p>hi</p> ', ' '])(
	'a text of 4 MB of %j costs as much as one of 40 KB: no more than 16 K characters are read',
	async (unit) => {
		const redactor = new Redactor([key], noPause);
		const search = jest.spyOn(redactor, 'repeatsKey');
		await redactor.shown('x', unit.repeat((4 * 1024 * 1024) / unit.length));
		const lengths = search.mock.calls.map(([text]) => text.length);
		expect(Math.max(...lengths)).toBe(16 * 1024);
	},
);
