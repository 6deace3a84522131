import { parseArgs } from 'node:util';

import { startEmulator, valuesToEnter } from '.';
import { untilInterrupted } from '../n8n/cleanup';
import { runMain, withUsage } from '../n8n/main';
import { SetupError, messageOf } from '../n8n/setup-error';

const usage = `Usage: npx tsx tools/emulator/main.ts [--port 8787]
Port 0 is any free one. Settings, faults and the management API: see tools/emulator/README.md.`;

async function main(): Promise<void> {
	const port = { type: 'string', default: '8787' } as const;
	const { values } = withUsage(usage, () => parseArgs({ options: { port } }));
	const emulator = await startEmulator({ port: Number(values.port) }).catch((error: unknown) => {
		throw new SetupError(`Choose another --port: ${messageOf(error)}`);
	});
	console.log(`Kainic emulator: ${emulator.url}\n\n${valuesToEnter(emulator)}

Open ${emulator.url} in a browser to watch. Faults and settings: tools/emulator/README.md. Ctrl-C ends it.`);
	await untilInterrupted();
	process.exit();
}

runMain(main);
