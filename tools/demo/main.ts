import {
	SetupError,
	type Stage,
	openStage,
	ownerLogin,
	printReport as report,
	runMain,
	testCredential,
} from '../n8n';
import { untilInterrupted } from '../n8n/cleanup';
import { assertPortFree, isPortFree } from '../n8n/ports';
import { type DemoResult, performDemo } from './demo';
import { type DemoOptions, readOptions } from './options';
import { workflowNames } from './workflow';

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
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

async function openDemoStage({ port, emulatorPort }: DemoOptions): Promise<Stage> {
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
  workflows  ${workflowNames().join('\n             ')}
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
