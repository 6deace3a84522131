import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SetupError, playScenarios, printReport as say, runMain, withUsage } from '../../harness';
import { scenarios } from './scenarios';
import { documentationCamera, noCamera } from './setting/camera';
import { type OpenedEditorStage, openEditorStage } from './setting/stage';

const usage = `Usage: npm run test:e2e -- [options]

  --only <text>  only the scenarios whose name holds the text (may be given several times)
  --pictures     take the pictures of docs/images/ again

What the scenarios show is in coverage/e2e/, as pictures.`;

async function main(): Promise<void> {
	const { only, pictures } = readOptions();
	const chosen = scenarios.filter(({ name }) => isWanted(name, only));
	if (chosen.length === 0)
		throw new SetupError(`No scenario is named like "${only.join('", "')}".`);
	const stage = await openEditorStage(say, pictures ? documentationCamera : noCamera);
	try {
		await playScenarios(chosen, stage, {
			failed: async () => await keepEvidence(stage),
			ended: async () => await stage.closeTabs(),
		});
	} finally {
		await stage.close();
	}
}

function isWanted(name: string, texts: readonly string[]): boolean {
	return texts.some((text) => name.toLowerCase().includes(text.toLowerCase()));
}

async function keepEvidence(stage: OpenedEditorStage): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'kainic-e2e-failure-'));
	for (const [index, picture] of (await stage.screenshots()).entries()) {
		const file = join(folder, `tab-${index}.png`);
		writeFileSync(file, picture);
		say(`What the browser showed: ${file}`);
	}
}

function readOptions(): { only: string[]; pictures: boolean } {
	return withUsage(usage, () => {
		const { values } = parseArgs({
			options: {
				only: { type: 'string', multiple: true, default: [''] },
				pictures: { type: 'boolean', default: false },
			},
		});
		return { only: values.only ?? [''], pictures: values.pictures ?? false };
	});
}

runMain(main);
