import type { Emulator } from '../../emulator';
import type { Report, Session, StoredCredential } from '../n8n';

/** What every step of the demo works with: a running n8n, a running emulator, what they share. */
export interface Demo {
	n8n: Session;
	emulator: Emulator;
	credentials: readonly StoredCredential[];
	report: Report;
}

/** The demo's figures, as its last line gives them. */
export interface Figures {
	/** Items that the nodes were given. */
	sent: number;
	/** Items that Kainic has. */
	accepted: number;
	/** Items that came out of the error branch. */
	rejected: number;
	/** Requests that Kainic got for them. */
	requests: number;
}

export interface StepResult {
	figures: Figures;
	/** What a person should know of it, a line each. */
	lines: string[];
	/** What should have been otherwise; empty when everything was verified. */
	problems: string[];
	/** The workflow's address in the editor, from the server's root. */
	workflowPath: string;
}

/** One thing that the demo does and verifies. */
export type Step = (demo: Demo) => Promise<StepResult>;
