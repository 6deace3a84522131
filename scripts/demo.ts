import { thenCatalog } from './demo/catalog';
import type { Figures, Step, StepResult } from './demo/demo';
import { sendEvents } from './demo/events';
import { readOptions } from './demo/options';
import { betweenPredictions } from './demo/predictions';
import { type Stage, setStage } from './demo/stage';
import { SetupError, ownerLogin, printReport as say } from './n8n';
import { untilInterrupted } from './n8n/cleanup';

const steps: readonly Step[] = [thenCatalog(betweenPredictions(sendEvents))];

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	const stage = await setStage(options, say);
	let results: StepResult[];
	try {
		results = await perform(stage);
		if (!options.once) await leaveOpen(stage, results);
	} finally {
		await stage.close();
	}
	if (results.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
	say(JSON.stringify(sum(results.map(({ figures }) => figures))));
}

async function perform({ demo }: Stage): Promise<StepResult[]> {
	const results: StepResult[] = [];
	for (const step of steps) {
		const result = await step(demo);
		results.push(result);
		const { lines, problems } = result;
		say(['', ...lines, ''].join('\n'));
		if (problems.length === 0) say('Verified: what n8n reports and what Kainic has agree.');
		else say(['NOT verified:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
	}
	return results;
}

async function leaveOpen({ demo, server }: Stage, results: readonly StepResult[]): Promise<void> {
	const path = results[0]?.workflowPath ?? '/';
	say(`
n8n       ${server.url}${path}
          log in with ${ownerLogin.email}, password ${ownerLogin.password}
Kainic    ${demo.emulator.url} (the local emulator: see what it gets, make it fail)
n8n's log ${server.logFile}

Ctrl-C ends both and removes what they stored.`);
	await untilInterrupted();
	say('\nEnding …');
}

function sum(all: readonly Figures[]): Figures {
	const total: Figures = { sent: 0, accepted: 0, rejected: 0, requests: 0 };
	for (const { sent, accepted, rejected, requests } of all) {
		total.sent += sent;
		total.accepted += accepted;
		total.rejected += rejected;
		total.requests += requests;
	}
	return total;
}

main().catch((error: unknown) => {
	if (error instanceof SetupError) console.error(`\n${error.message}`);
	else console.error(error);
	process.exit(1);
});
