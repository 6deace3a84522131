import type { Fault } from '../../tools/emulator';
import { caseOf, nodeCases, titledCases } from '../support/node-cases';
import { spellings as allSpellings } from '../nodes/shared/send/key-spellings';
import { countLeaks, sentinelKeys } from './support/leaks';
import { startRawServer } from './support/raw-server';
import { errorModes, modesFor, openBed, parametersFor } from './support/strike';
import { failText, httpText, success } from './table/answers';

/** The answers are JSON already: a key in JSON would be escaped twice. */
const spellings = allSpellings.filter(([title]) => !title.includes('JSON'));

/** Answers that repeat a text; a success repeats it where the node reads. */
const echoes: ReadonlyArray<readonly [string, (text: string) => Fault]> = [
	['a failure', (text) => answer(400, failText(`Cannot read ${text}.`))],
	['a failure under 500', (text) => answer(500, failText(`Cannot read ${text}.`))],
	['a success', (text) => answer(200, successWith({ echo: text }))],
	['a field name', (text) => answer(200, successWith({ [text]: 1 }))],
	['a page', (text) => answer(404, `<!doctype html><p>No <b>${text}</b></p>`)],
	[
		'a page that is cut inside the key',
		(text) => answer(502, `${' '.repeat(4000 - text.length + 4)}${text}`),
	],
	['a long message', (text) => answer(400, failText(`${'x'.repeat(490)}${text}`))],
	['what is no answer of Kainic', (text) => answer(200, `{"request":${JSON.stringify(text)}}`)],
];

function successWith(fields: Readonly<Record<string, unknown>>): string {
	const items = [{ ...fields, item_id: 'p-1' }];
	return JSON.stringify({ ...success, data: { ...success.data, items } });
}

function answer(status: number, body: string) {
	return { kind: 'answer' as const, status, body, processed: true, count: 'always' as const };
}

describe.each(sentinelKeys)('the key %s', (key) => {
	const bed = openBed(key);

	describe.each(titledCases)('in %s', (_, node) => {
		test.each(echoes.map(([name, echo], index) => [name, echo, index] as const))(
			'does not get out of %s',
			async (_name, echo, index) => {
				// Each answer repeats each spelling for some node and key, in each mode.
				const turn = index + 3 * nodeCases.indexOf(node) + 5 * sentinelKeys.indexOf(key);
				const [spelling, spell] = spellings[turn % spellings.length]!;
				for (const onError of modesFor(turn)) {
					bed.emulator.reset();
					bed.emulator.inject(echo(spell(key)));
					const parameters = parametersFor(node, {});
					const result = await bed.run(node, bed.emulator.url, { onError, parameters });
					expect(bed.emulator.world.ledger.requests.length).toBeGreaterThan(0);
					const leaks = countLeaks(result.record.seen);
					expect({ spelling, onError, leaks }).toEqual({ spelling, onError, leaks: 0 });
				}
			},
		);

		test('does not get out of headers, cookies and reasons', async () => {
			const text = encodeURIComponent(key);
			const names = ['Location: /?api_key=', 'Set-Cookie: k=', 'Retry-After: '];
			const headers = names.map((name) => name + text);
			for (const status of ['200', '302', '400', '503']) {
				const server = await startRawServer({ text: httpText(`${status} ${text}`, headers) });
				const seen: string[] = [];
				for (const onError of errorModes) {
					const parameters = parametersFor(node, {});
					const { record } = await bed.run(node, server.url, { onError, parameters });
					seen.push(record.seen);
				}
				await server.close();
				expect(countLeaks(seen.join())).toBe(0);
				expect(server.requests()).toBeGreaterThan(0);
			}
		});
	});

	test.each(spellings)('is found %s in the input of a user, which is kept', async (_, spell) => {
		const event = caseOf('kainicEvent');
		const items = [{ ...event.items[0], note: spell(key) }];
		const { parameters } = event;
		const { record, success } = await bed.run(event, bed.emulator.url, { items, parameters });
		expect(countLeaks(record.seen)).toBeGreaterThan(0);
		expect(success[0]?.json).toMatchObject({ note: spell(key) });
	});
});
