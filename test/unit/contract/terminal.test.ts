import { PassThrough } from 'node:stream';
import { openTerminal } from '../../../contract/terminal';

function open() {
	const input = Object.assign(new PassThrough(), {
		isTTY: true,
		rawModes: [] as boolean[],
		setRawMode(mode: boolean) {
			input.rawModes.push(mode);
		},
	});
	let shown = '';
	let interruptions = 0;
	const terminal = openTerminal(
		input,
		{ write: (text) => (shown += text) },
		() => (interruptions += 1),
	);
	return { input, terminal, shown: () => shown, interruptions: () => interruptions };
}

describe('the terminal', () => {
	test('gives lines in turn, also those that came before their question', async () => {
		const { input, terminal } = open();
		input.write('one\r\ntwo\nthr');
		expect(await terminal.ask('1 ')).toBe('one');
		expect(await terminal.ask('2 ')).toBe('two');
		const third = terminal.ask('3 ');
		input.end('ee');
		expect(await third).toBe('three');
		expect(await terminal.ask('4 ')).toBeNull();
	});

	test('hides a key while it is entered, and stops hiding afterwards', async () => {
		const { input, terminal, shown } = open();
		const key = terminal.askHidden('Key: ');
		for (const sign of 'sec') input.write(sign);
		input.write('x\u007fret-key\r');
		expect(await key).toBe('secret-key');
		expect(shown()).toBe('Key: \n');
		expect(input.rawModes).toEqual([true, false]);
	});

	test('takes a pasted key without the signs that a terminal puts around it', async () => {
		const { input, terminal } = open();
		const key = terminal.askHidden('Key: ');
		input.write('\u001b[200~pasted-key\u001b[201~');
		input.write('\r');
		expect(await key).toBe('pasted-key');
	});

	test('ends hidden input by Ctrl-C and Ctrl-D', async () => {
		const { input, terminal, interruptions } = open();
		const first = terminal.askHidden('Key: ');
		input.write('se\u0003');
		expect(await first).toBeNull();
		expect(interruptions()).toBe(1);
		const second = terminal.askHidden('Key: ');
		input.write('\u0004');
		expect(await second).toBeNull();
		expect(input.rawModes).toEqual([true, false, true, false]);
	});

	test('answers nothing once it is closed, not even what was typed before', async () => {
		const { input, terminal } = open();
		const asked = terminal.ask('1 ');
		input.write('typed');
		terminal.close();
		expect(await asked).toBeNull();
		expect(await terminal.ask('2 ')).toBeNull();
	});

	test('shows again what is typed if it is closed at a hidden question', () => {
		const { input, terminal } = open();
		void terminal.askHidden('Key: ');
		terminal.close();
		expect(input.rawModes).toEqual([true, false]);
	});
});
