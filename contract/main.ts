import { untilInterrupted } from '../harness/cleanup';
import { SetupError } from '../harness/setup-error';
import { contract } from './command';
import { openTerminal } from './terminal';

const interruption = new AbortController();
const interrupt = (): void => {
	interruption.abort();
	terminal.close();
};
const terminal = openTerminal(process.stdin, process.stdout, interrupt);
void untilInterrupted().then(interrupt);

void contract({
	args: process.argv.slice(2),
	env: process.env,
	terminal,
	signal: interruption.signal,
})
	.then(
		() => (interruption.signal.aborted ? 130 : 0),
		(error: unknown) => {
			// Another error may hold an address, and the key with it.
			const name = error instanceof Error ? error.name : typeof error;
			const message =
				error instanceof SetupError
					? error.message
					: `The check failed by a mistake of its own (${name}).`;
			process.stderr.write(`${message}\n`);
			return 1;
		},
	)
	.then((status) => {
		terminal.close();
		process.exit(status);
	});
