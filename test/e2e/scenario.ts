import type { Scenario } from '../../tools/n8n';
import type { EditorStage } from './setting/stage';

/** One thing that a user does in n8n; `--only` looks for a part of its name. */
export type EditorScenario = Scenario<EditorStage>;
