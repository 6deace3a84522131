import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SetupError, elapsed, printReport as say } from '../../scripts/n8n';
import type { Scenario } from './scenario';
import { scenarios } from './scenarios';
import { documentationCamera, noCamera } from './setting/camera';
import { setStage, type SetStage } from './setting/stage';

const usage = `Usage: npm run test:e2e -- [options]

  --only <text>  only the scenarios whose name holds the text (may be given several times)
  --pictures     take the pictures of docs/images/ again`;

async function main(): Promise<void> {
	const { only, pictures } = readOptions();
	const chosen = scenarios.filter(({ name }) => isWanted(name, only));
	if (chosen.length === 0)
		throw new SetupError(`No scenario is named like "${only.join('", "')}".`);
	const stage = await setStage(say, pictures ? documentationCamera : noCamera);
	let failed = 0;
	try {
		for (const scenario of chosen) failed += (await passes(scenario, stage)) ? 0 : 1;
	} finally {
		await stage.close();
	}
	if (failed > 0) process.exitCode = 1;
	say(`${chosen.length - failed} passed, ${failed} failed`);
}

function isWanted(name: string, texts: readonly string[]): boolean {
	return texts.some((text) => name.toLowerCase().includes(text.toLowerCase()));
}

async function passes({ name, run }: Scenario, stage: SetStage): Promise<boolean> {
	const start = performance.now();
	stage.emulator.reset();
	try {
		await run(stage);
		say(`ok      ${name} (${elapsed(start)})`);
		return true;
	} catch (error) {
		say(`FAILED  ${name} (${elapsed(start)})`);
		say(error instanceof Error ? (error.stack ?? error.message) : String(error));
		await keepEvidence(stage);
		return false;
	} finally {
		await stage.closeTabs();
	}
}

async function keepEvidence(stage: SetStage): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'kainic-e2e-failure-'));
	for (const [index, picture] of (await stage.screenshots()).entries()) {
		const file = join(folder, `tab-${index}.png`);
		writeFileSync(file, picture);
		say(`What the browser showed: ${file}`);
	}
}

function readOptions(): { only: string[]; pictures: boolean } {
	try {
		const { values } = parseArgs({
			options: {
				only: { type: 'string', multiple: true, default: [''] },
				pictures: { type: 'boolean', default: false },
			},
		});
		return { only: values.only ?? [''], pictures: values.pictures ?? false };
	} catch {
		throw new SetupError(usage);
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof SetupError ? `\n${error.message}` : error);
	process.exit(1);
});
