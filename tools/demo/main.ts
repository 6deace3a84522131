import { parseArgs } from 'node:util';
import { valuesToEnter } from '../emulator';
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
import { freePort } from '../n8n/ports';
import { type DemoResult, performDemo } from './demo';
import { openShop } from './shop';

const usage = `Usage: npm run demo -- [options]

  --once  end after the run; the last line is one JSON object
  --help

KAINIC_N8N_CACHE sets where n8n is installed (default: ~/.cache/n8n-nodes-kainic).`;

async function main(): Promise<void> {
	const isOnce = withUsage(usage, readOptions);
	const stage = await openDemoStage();
	const shop = await openShop(await freePort(8788), stage.emulator.url, stage.server.url);
	let result: DemoResult;
	try {
		result = await performDemo({ ...stage, shop });
		show(result);
		if (!isOnce) await leaveOpen(stage, shop.url, result);
	} finally {
		await Promise.all([stage.close(), shop.close()]);
	}
	if (result.problems.length > 0) process.exitCode = 1;
	report(JSON.stringify(result.figures));
}

function readOptions(): boolean {
	return parseArgs({ options: { once: { type: 'boolean', default: false } } }).values.once;
}

async function openDemoStage(): Promise<Stage> {
	// The emulator's default port.
	const stage = await openStage({ report, emulator: { port: await freePort(8787) } });
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

async function leaveOpen(
	stage: Stage,
	shopUrl: string,
	{ workflowPath }: DemoResult,
): Promise<void> {
	const { server, emulator, credentials } = stage;
	const { project, experiment } = credentials;
	report(`
Open ${shopUrl}: a shop, and what the local Kainic gets from it.

n8n          ${server.url}${workflowPath}
             log in with ${ownerLogin.email}, password ${ownerLogin.password}
  accounts   "${project.name}", and "${experiment.name}" for experiments
  log        ${server.logFile}

Kainic       ${emulator.url} (the local emulator: see what it gets, make it fail)
             In a credential and in nodes of your own, enter:
${valuesToEnter(emulator)}

Ctrl-C ends everything and removes what they stored.`);
	await untilInterrupted();
	report('\nEnding …');
}

runMain(main);
