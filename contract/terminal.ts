/** A person at a terminal, or a script in its place. */
export interface Terminal {
	/** Whether somebody can be asked for what is missing. */
	readonly isInteractive: boolean;
	print(text: string): void;
	/** The answer without white space around it; null at the end of the input. */
	ask(question: string): Promise<string | null>;
	/** The same, without showing what is entered. */
	askHidden(question: string): Promise<string | null>;
	/** Answers what is asked now, and whatever is asked later, as the end of the input does. */
	close(): void;
}

/** What is used of the standard input. */
interface Input {
	readonly isTTY?: boolean;
	setRawMode?(isRaw: boolean): unknown;
	setEncoding(encoding: BufferEncoding): unknown;
	on(event: string, listener: (data: string | Buffer) => void): unknown;
	off(event: string, listener: (data: string | Buffer) => void): unknown;
	pause(): unknown;
	resume(): unknown;
}

interface Reader {
	readonly isHidden: boolean;
	readonly resolve: (line: string | null) => void;
}

/** Arrow keys, and what a terminal puts around pasted text. */
const escapeSequence = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|O[A-Z])/g;

const ctrlC = '\u0003';
const ctrlD = '\u0004';

/** @param onInterrupt called for Ctrl-C while the terminal hides what is entered */
export function openTerminal(
	input: Input,
	output: { write(text: string): unknown },
	onInterrupt: () => void,
): Terminal {
	let buffer = '';
	let ended = false;
	let reader: Reader | null = null;

	const finish = (line: string | null): void => {
		const current = reader;
		reader = null;
		if (current?.isHidden === true) {
			input.setRawMode?.(false);
			output.write('\n');
		}
		input.pause();
		current?.resolve(line);
	};
	const takeLine = (): void => {
		if (reader === null) return;
		const end = buffer.search(/[\r\n]/);
		if (end < 0) {
			if (!ended) return;
			const rest = buffer.trim();
			buffer = '';
			finish(rest === '' ? null : rest);
			return;
		}
		const line = buffer.slice(0, end);
		buffer = buffer.slice(end).replace(/^(\r\n|\r|\n)/, '');
		finish(line.trim());
	};
	const onData = (data: string | Buffer): void => {
		const text = String(data);
		if (reader?.isHidden !== true) {
			buffer += text;
		} else {
			if (text.includes(ctrlC)) {
				buffer = '';
				onInterrupt();
				return finish(null);
			}
			if (text === ctrlD && buffer === '') return finish(null);
			buffer = edited(buffer, text);
		}
		takeLine();
	};
	const onEnd = (): void => {
		ended = true;
		takeLine();
	};
	input.setEncoding('utf8');
	input.on('data', onData);
	input.on('end', onEnd);
	input.pause();

	const read = (question: string, isHidden: boolean): Promise<string | null> => {
		output.write(question);
		return new Promise((resolve) => {
			reader = { isHidden, resolve };
			if (isHidden) input.setRawMode?.(true);
			input.resume();
			takeLine();
		});
	};
	return {
		isInteractive: input.isTTY === true,
		print: (text) => void output.write(`${text}\n`),
		ask: async (question) => await read(question, false),
		askHidden: async (question) => await read(question, true),
		close: () => {
			ended = true;
			buffer = '';
			finish(null);
			input.off('data', onData);
			input.off('end', onEnd);
		},
	};
}

/** Text with what was typed after it; the backspace key takes a character away. */
function edited(before: string, typed: string): string {
	let text = before;
	for (const sign of typed.replace(escapeSequence, '')) {
		if (sign === '\u007f' || sign === '\b') text = Array.from(text).slice(0, -1).join('');
		else if (sign >= ' ' || sign === '\r' || sign === '\n') text += sign;
	}
	return text;
}
