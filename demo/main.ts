import {
	SetupError,
	type Stage,
	openStage,
	ownerLogin,
	printReport as report,
	runMain,
	testCredential,
} from '../harness';
import { untilInterrupted } from '../harness/cleanup';
import { assertPortFree } from '../harness/ports';
import { type DemoResult, performDemo } from './demo';
import { type DemoOptions, readOptions } from './options';

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

async function openDemoStage({ port, emulatorPort }: DemoOptions): Promise<Stage> {
	if (port) await assertPortFree(port, 'n8n (--port)');
	if (emulatorPort) await assertPortFree(emulatorPort, 'the emulator (--emulator-port)');
	const stage = await openStage({
		report,
		...(port && { port }),
		...(emulatorPort && { emulator: { port: emulatorPort } }),
	});
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

async function leaveOpen({ server, emulator }: Stage, { workflowPath }: DemoResult): Promise<void> {
	report(`
n8n       ${server.url}${workflowPath}
          log in with ${ownerLogin.email}, password ${ownerLogin.password}
Kainic    ${emulator.url} (the local emulator: see what it gets, make it fail)
n8n's log ${server.logFile}

Ctrl-C ends both and removes what they stored.`);
	await untilInterrupted();
	report('\nEnding …');
}

runMain(main);
