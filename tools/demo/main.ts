import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { name } from '../../package.json';
import { valuesToEnter } from '../emulator';
import {
	SetupError,
	type Stage,
	openStage,
	ownerLogin,
	printReport as report,
	repositoryRoot,
	runMain,
	testCredential,
	withUsage,
} from '../n8n';
import { untilInterrupted } from '../n8n/cleanup';
import { freePort } from '../n8n/ports';
import { type DemoResult, pageLogin, performDemo } from './demo';
import { keepBuilt } from './rebuild';
import { type Shop, openShop } from './shop';

const usage = `Usage: npm run demo -- [options]

  --once  end after the run; the last line is one JSON object
  --dev   n8n reloads the nodes when you change them
  --help

KAINIC_N8N_CACHE sets where n8n is installed (default: ~/.cache/n8n-nodes-kainic).`;

async function main(): Promise<void> {
	const { once, dev } = withUsage(usage, readOptions);
	// n8n, the emulator and the shop have their usual ports, if somebody opens them.
	const portOf = async (usual: number) => await freePort(once ? 0 : usual);
	const stage = await openDemoStage(portOf, dev);
	const { url: n8nUrl } = stage.server;
	const login = `//${pageLogin.user}:${pageLogin.password}@`;
	const shop = await openShop(await portOf(8788), {
		...{ kainicUrl: stage.emulator.url, n8nUrl },
		healthUrl: `${n8nUrl}/webhook/kainic-health`.replace('//', login),
	});
	let result: DemoResult;
	try {
		result = await performDemo({ ...stage, shop });
		show(result);
		if (!once) await leaveOpen(stage, shop, result, dev);
	} finally {
		await Promise.all([stage.close(), shop.close()]);
	}
	if (result.problems.length > 0) process.exitCode = 1;
	report(JSON.stringify(result.figures));
}

function readOptions() {
	const flag = { type: 'boolean', default: false } as const;
	return parseArgs({ options: { once: flag, dev: flag } }).values;
}

async function openDemoStage(
	portOf: (usual: number) => Promise<number>,
	dev: boolean,
): Promise<Stage> {
	// n8n reloads only what it watches by its real path; on macOS, the temporary folder is a link.
	process.env['TMPDIR'] = realpathSync(tmpdir());
	const stage = await openStage({
		...{ report, port: await portOf(5678), emulator: { port: await portOf(8787) } },
		env: dev ? { N8N_DEV_RELOAD: 'true' } : {},
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

async function leaveOpen(
	stage: Stage,
	shop: Shop,
	{ workflowPath }: DemoResult,
	dev: boolean,
): Promise<void> {
	const { server, emulator, credentials } = stage;
	const { project, experiment } = credentials;
	report(`
Open ${shop.url}: a shop, and what the Kainic emulator gets from it.

n8n          ${server.url}${workflowPath}
             log in with ${ownerLogin.email}, password ${ownerLogin.password}
  accounts   "${project.name}", and "${experiment.name}" for experiments
  log        ${server.logFile}

Health       ${shop.healthUrl} (shows the orders, too)

Kainic       ${emulator.url} (the Kainic emulator: see what it gets, make it fail)
             In a credential and in nodes of your own, enter:
${valuesToEnter(emulator)}

${dev ? 'Change a .ts file of nodes/ or credentials/: n8n shows the change a few seconds later.\n' : ''}Ctrl-C ends everything and removes what they stored.`);
	const installed = join(server.userFolder, '.n8n/nodes/node_modules', name, 'dist');
	const stop = dev ? keepBuilt(repositoryRoot, installed, report) : () => undefined;
	await untilInterrupted();
	report('\nEnding …');
	stop();
}

runMain(main);
