import { createServer, type Server } from 'node:http';

import type { Fault } from './faults/fault';
import { manage, isManagement } from './management';
import { take } from './server/take';
import type { EmulatorOptions, SettingsPatch } from './settings';
import { listen, loopback } from '../n8n/ports';
import { World } from './world';

export type { Fault } from './faults/fault';
export type { EmulatorOptions, SettingsPatch } from './settings';
export type { Ledger } from './state/ledger';
export type { AcceptedEvent, RequestRecord } from './state/records';

/** Connections are kept open for long, so that no client writes to one that just closes. */
const keepAlive = 60_000;

export type Emulator = Awaited<ReturnType<typeof startEmulator>>;

/**
 * Starts a local Kainic on 127.0.0.1.
 * @throws the system's error where the port cannot be had, `EADDRINUSE` say
 */
export async function startEmulator(options: EmulatorOptions = {}) {
	const { port: wanted = 0, random = Math.random, ...settings } = options;
	const world = new World(settings, random);
	const server = serve(world);
	const port = await listen(server, wanted);
	return {
		/** Without a slash at the end. */
		url: `http://${loopback}:${port}`,
		port,
		/** What happened since the start or the last reset, live: `world.ledger`, `world.settings`. */
		world,
		inject: (...faults: Fault[]) => faults.forEach((fault) => world.faults.inject(fault)),
		change: (patch: SettingsPatch) => world.change(patch),
		/** As after the start: nothing received, no faults, the settings of the start. */
		reset: () => world.reset(),
		/** Ends at once, open connections included. */
		close: async () =>
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

/** A table of what a user enters in a credential and on the panels of the nodes. */
export function valuesToEnter({ url, world: { settings } }: Emulator): string {
	const { projectId, apiKey, experimentApiKey } = settings;
	return `  Base URL       ${url}
  Project ID     ${projectId}
  API Key        ${apiKey}, or ${experimentApiKey} with the key type Experiment Key
  Tracker ID     tracker-web
  Model ID       model-popular
  Experiment ID  experiment-home
  Store ID       store-1`;
}

function serve(world: World): Server {
	const server = createServer((request, response) => {
		if (isManagement(request)) void manage(request, response, world);
		else void take(request, response, world);
	});
	server.keepAliveTimeout = keepAlive;
	return server;
}
