import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { untilInterrupted } from '../n8n/cleanup';
import { SetupError } from '../n8n/setup-error';
import { askKainic } from './command';

const interruption = new AbortController();
void untilInterrupted().then(() => interruption.abort());

/** Ctrl-C and the end of the input answer nothing. */
async function ask(question: string): Promise<string> {
	const lines = createInterface({ input: process.stdin, output: process.stdout });
	const none = once(lines, 'close').then(() => '');
	const line = lines.question(question, { signal: interruption.signal }).catch(() => '');
	return await Promise.race([line, none]).finally(() => lines.close());
}

void askKainic({
	args: process.argv.slice(2),
	env: process.env,
	print: (text) => void process.stdout.write(`${text}\n`),
	ask,
	signal: interruption.signal,
	pause: 1_000,
})
	.then(
		() => (interruption.signal.aborted ? 130 : 0),
		(error: unknown) => {
			// Another error may hold an address, and the key with it.
			const isKnown = error instanceof SetupError;
			const message = isKnown ? error.message : 'The check failed by a mistake of its own.';
			process.stderr.write(`${message}\n`);
			return 1;
		},
	)
	.then((status) => process.exit(status));
