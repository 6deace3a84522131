import { parseArgs } from 'node:util';
import { withUsage } from '../n8n';

export interface DemoOptions {
	/** End after the run, with status 0 only if everything was verified. */
	once: boolean;
	/** Port of n8n; default: any free one. */
	port?: number;
	/** Port of the emulator; default: 8787 if it is free, else any free one. */
	emulatorPort?: number;
}

export const usage = `Usage: npm run demo -- [options]

  --once               end after the run; the last line is one JSON object
  --port <number>      port of n8n (default: any free one)
  --emulator-port <n>  port of the emulator (default: 8787, else any free one)

KAINIC_N8N_CACHE sets where n8n is installed (default: ~/.cache/n8n-nodes-kainic).`;

/** Reads the command line; fails with a SetupError that shows the usage. */
export function readOptions(args: readonly string[]): DemoOptions {
	return withUsage(usage, () => {
		const { values } = parseArgs({
			args: [...args],
			options: {
				once: { type: 'boolean', default: false },
				port: { type: 'string' },
				'emulator-port': { type: 'string' },
			},
		});
		const port = portOf(values.port);
		const emulatorPort = portOf(values['emulator-port']);
		return {
			once: values.once ?? false,
			...(port !== undefined && { port }),
			...(emulatorPort !== undefined && { emulatorPort }),
		};
	});
}

function portOf(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const port = Number(text);
	if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
	throw new Error(`"${text}" is not a port.`);
}
