import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SetupError, playScenarios, printReport as say, runMain, withUsage } from '../../tools/n8n';
import { repositoryRoot } from '../../tools/n8n/recipe';
import { isNightly } from '../nightly';
import type { EditorScenario } from './scenario';
import { type Group, type GroupName, groups, isGroupName } from './scenarios';
import { documentationCamera, noCamera } from './setting/camera';
import { type OpenedEditorStage, openEditorStage } from './setting/stage';

const groupNames = Object.keys(groups).filter(isGroupName);

const usage = `Usage: npm test -- e2e [options]

  --only <text>   the scenarios whose name holds the text, those of the night too (may be given several times)
  --group <name>  only one of the groups ${groupNames.join(', ')}; may run beside another one, except load
  --pictures      take the pictures of docs/images/ again

What the browser shows when one fails is in coverage/e2e/.`;

async function main(): Promise<void> {
	const { only, pictures, group } = readOptions();
	const wanted = group === undefined ? groupNames : [group];
	const chosen = wanted.flatMap((each) => scenariosOf(groups[each], only));
	if (chosen.length === 0)
		throw new SetupError(`No scenario is named like "${only.join('", "')}".`);
	const stage = await openEditorStage(say, pictures ? documentationCamera : noCamera);
	try {
		await playScenarios(chosen, stage, {
			failed: async () => await keepEvidence(stage),
			ended: async () => await stage.clear(),
		});
	} finally {
		await stage.close();
	}
}

function scenariosOf({ byDay, atNight }: Group, only: readonly string[]): EditorScenario[] {
	if (only.length === 0) return isNightly ? [...byDay, ...atNight] : [...byDay];
	const isWanted = ({ name }: EditorScenario) =>
		only.some((text) => name.toLowerCase().includes(text.toLowerCase()));
	return [...byDay, ...atNight].filter(isWanted);
}

async function keepEvidence(stage: OpenedEditorStage): Promise<void> {
	const folder = join(repositoryRoot, 'coverage/e2e');
	mkdirSync(folder, { recursive: true });
	for (const [index, picture] of (await stage.screenshots()).entries()) {
		const file = join(folder, `${Date.now()}-tab-${index}.png`);
		writeFileSync(file, picture);
		say(`What the browser showed: ${file}`);
	}
}

function readOptions(): { only: string[]; pictures: boolean; group: GroupName | undefined } {
	return withUsage(usage, () => {
		const { values } = parseArgs({
			options: {
				only: { type: 'string', multiple: true, default: [] },
				pictures: { type: 'boolean', default: false },
				group: { type: 'string' },
			},
		});
		const { only = [], pictures = false, group } = values;
		if (group === undefined || isGroupName(group)) return { only, pictures, group };
		throw new Error(`There is no group "${group}".`);
	});
}

runMain(main);
