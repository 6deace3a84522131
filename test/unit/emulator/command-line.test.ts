import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { readCommandLine } from '../../../tools/emulator/command-line';

describe('the command line', () => {
	it('takes port 8787 and the usual settings, or what it is told', () => {
		const usual = { type: 'start', options: { port: 8787 }, stopWithStdin: false };
		expect(readCommandLine([])).toEqual(usual);
		const args =
			'--port 0 --api-key a --experiment-api-key e --project-id p --failure-status 200 ' +
			'--max-request-bytes 1000 --credit 0 --store one --store two --stop-with-stdin';
		expect(readCommandLine(args.split(' '))).toEqual({
			type: 'start',
			options: {
				port: 0,
				apiKey: 'a',
				experimentApiKey: 'e',
				projectId: 'p',
				failureStatus: 200,
				maxRequestBytes: 1000,
				credit: 0,
				stores: ['one', 'two'],
			},
			stopWithStdin: true,
		});
	});

	it('takes any settings from a file', () => {
		const path = join(mkdtempSync(join(tmpdir(), 'kainic-')), 'settings.json');
		const read = () => readCommandLine(['--settings', path, '--credit', '2']);
		expect(read()).toMatchObject({ type: 'mistake', message: expect.stringContaining('ENOENT') });
		writeFileSync(path, '{"stores":["mine"],"credit":1}');
		expect(read()).toMatchObject({
			type: 'start',
			options: { stores: ['mine'], credit: 2, port: 8787 },
		});
		writeFileSync(path, '{"credit":"1"}');
		expect(read()).toMatchObject({ type: 'mistake', message: expect.stringContaining('/credit') });
		rmSync(dirname(path), { recursive: true });
	});

	it.each([
		[['--prot', '1'], /--prot/],
		[['8787'], /8787/],
		[['--port', 'http'], '--port must be a whole number from 0 to 65535, not "http"'],
		[['--port', '70000'], '--port must be a whole number from 0 to 65535, not "70000"'],
		[['--port', ''], '--port must be a whole number from 0 to 65535, not ""'],
		[['--credit', '-1'], /--credit/],
		[['--credit', '1.5'], '--credit must be a whole number of at least 0, not "1.5"'],
	])('refuses %j with a message that names the mistake', (args, message) => {
		expect(readCommandLine(args)).toEqual({
			type: 'mistake',
			message: typeof message === 'string' ? message : expect.stringMatching(message),
		});
	});
});
