import type { PlayedScenario } from '../play-scenarios';
import type { Stage } from './setting/stage';

/** One thing that a user does in n8n; `--only` looks for a part of its name. */
export type Scenario = PlayedScenario<Stage>;
