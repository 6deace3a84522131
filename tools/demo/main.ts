import { parseArgs } from 'node:util';
import {
	SetupError,
	type Stage,
	openStage,
	ownerLogin,
	printReport as report,
	runMain,
	testCredential,
	withUsage,
} from '../n8n';
import { untilInterrupted } from '../n8n/cleanup';
import { assertPortFree, isPortFree } from '../n8n/ports';
import { type DemoResult, performDemo, workflowNames } from './demo';

const usage = `Usage: npm run demo -- [options]

  --once               end after the run; the last line is one JSON object
  --port <number>      port of n8n (default: any free one)
  --emulator-port <n>  port of the emulator (default: 8787, else any free one)

KAINIC_N8N_CACHE sets where n8n is installed (default: ~/.cache/n8n-nodes-kainic).`;

async function main(): Promise<void> {
	const options = withUsage(usage, readOptions);
	const stage = await openDemoStage(options);
	let result: DemoResult;
	try {
		result = await performDemo(stage);
		show(result);
		if (!options.once) await leaveOpen(stage, result);
	} finally {
		await stage.close();
	}
	if (result.problems.length > 0) process.exitCode = 1;
	report(JSON.stringify(result.figures));
}

/** The one that README names. */
const usualEmulatorPort = 8787;

function readOptions() {
	const { values } = parseArgs({
		options: {
			once: { type: 'boolean', default: false },
			port: { type: 'string' },
			'emulator-port': { type: 'string' },
		},
	});
	const { once, port, 'emulator-port': emulatorPort } = values;
	return { once, port: portOf(port), emulatorPort: portOf(emulatorPort) };
}

function portOf(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const port = Number(text);
	if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
	throw new Error(`"${text}" is not a port.`);
}

async function openDemoStage({
	port,
	emulatorPort,
}: ReturnType<typeof readOptions>): Promise<Stage> {
	if (port) await assertPortFree(port, 'n8n (--port)');
	if (emulatorPort) await assertPortFree(emulatorPort, 'the emulator (--emulator-port)');
	const usual = (await isPortFree(usualEmulatorPort)) ? usualEmulatorPort : 0;
	const emulator = { port: emulatorPort ?? usual };
	const stage = await openStage({ report, emulator, ...(port && { port }) });
	const { status, message } = await testCredential(stage.n8n, stage.credentials.project);
	if (status !== 'OK') throw new SetupError(`The credential's test failed: ${message}`);
	report(`The credential's test: ${message}`);
	return stage;
}

function show({ lines, problems }: DemoResult): void {
	report(['', ...lines, ''].join('\n'));
	if (problems.length === 0) report('Verified: n8n and Kainic agree.');
	else report(['NOT verified:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
}

async function leaveOpen(stage: Stage, { workflowPath }: DemoResult): Promise<void> {
	const { server, emulator, credentials } = stage;
	const { projectId, apiKey, experimentApiKey } = emulator.world.settings;
	const { project, experiment } = credentials;
	report(`
n8n          ${server.url}${workflowPath}
             log in with ${ownerLogin.email}, password ${ownerLogin.password}
  workflows  ${Object.values(workflowNames).join('\n             ')}
  accounts   "${project.name}", and "${experiment.name}" for experiments
  log        ${server.logFile}

Kainic       ${emulator.url} (the local emulator: see what it gets, make it fail)
             for a credential of your own, enter
  API Key    ${apiKey}, or ${experimentApiKey} with the key type Experiment
  Project ID ${projectId}
  Base URL   ${emulator.url}

Ctrl-C ends both and removes what they stored.`);
	await untilInterrupted();
	report('\nEnding …');
}

runMain(main);
