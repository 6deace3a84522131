import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SetupError, printReport as say } from '../../scripts/n8n';
import { playScenarios } from '../play-scenarios';
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
	const aftermath = {
		failed: async () => await keepEvidence(stage),
		ended: async () => await stage.closeTabs(),
	};
	try {
		const failed = await playScenarios(chosen, stage, say, aftermath);
		if (failed > 0) process.exitCode = 1;
		say(`${chosen.length - failed} passed, ${failed} failed`);
	} finally {
		await stage.close();
	}
}

function isWanted(name: string, texts: readonly string[]): boolean {
	return texts.some((text) => name.toLowerCase().includes(text.toLowerCase()));
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
