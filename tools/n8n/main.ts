import { parseArgs } from 'node:util';
import { SetupError, messageOf } from './setup-error';

/**
 * Runs a command's main function, which may give the status of the process. A failure ends the process
 * with status 1: a SetupError without its stack.
 * @param usage of a command that takes no arguments
 */
export function runMain(main: () => Promise<number | void>, usage?: string): void {
	const start = async () => {
		if (usage !== undefined) withUsage(usage, parseArgs);
		return await main();
	};
	start().then(
		(status) => {
			if (status !== undefined) process.exitCode = status;
		},
		(error: unknown) => {
			console.error(error instanceof SetupError ? `\n${error.message}` : error);
			process.exit(1);
		},
	);
}

/** Reads a command line, or answers `--help`. Whatever `read` throws becomes a SetupError with the usage below it. */
export function withUsage<Options>(usage: string, read: () => Options): Options {
	if (process.argv.includes('--help')) {
		console.log(usage);
		process.exit(0);
	}
	try {
		return read();
	} catch (error) {
		throw new SetupError(`${messageOf(error)}\n\n${usage}`);
	}
}
