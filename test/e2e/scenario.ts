import type { Stage } from './setting/stage';

/** One thing that a user does, and what must be seen of it. It fails by throwing. */
export interface Scenario {
	/** A sentence about behaviour; `--only` looks for a part of it. */
	readonly name: string;
	/** The emulator is as after its start whenever a scenario begins. */
	run(stage: Stage): Promise<void>;
}
