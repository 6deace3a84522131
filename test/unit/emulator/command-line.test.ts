import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { readCommandLine } from '../../../emulator/command-line';

describe('the command line', () => {
	it('takes port 8787 and the usual settings by default', () => {
		expect(readCommandLine([])).toEqual({
			type: 'start',
			options: { port: 8787 },
		});
	});

	it('takes any settings from a file', () => {
		const path = join(mkdtempSync(join(tmpdir(), 'kainic-')), 'settings.json');
		const read = () => readCommandLine(['--settings', path]);
		expect(read()).toMatchObject({ type: 'mistake', message: expect.stringContaining('ENOENT') });
		writeFileSync(path, '{"stores":["mine"],"credit":1}');
		expect(read()).toMatchObject({
			type: 'start',
			options: { stores: ['mine'], credit: 1, port: 8787 },
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
	])('refuses %j with a message that names the mistake', (args, message) => {
		expect(readCommandLine(args)).toEqual({
			type: 'mistake',
			message: typeof message === 'string' ? message : expect.stringMatching(message),
		});
	});
});
