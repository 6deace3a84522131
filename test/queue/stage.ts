import { type Emulator, startEmulator } from '../../emulator';
import {
	type Report,
	type Session,
	type StoredWorkflow,
	type WorkflowFile,
	activateWorkflow,
	importWorkflow,
	installN8n,
	logIn,
	packThisPackage,
} from '../../scripts/n8n';
import type { PlayedScenario } from '../play-scenarios';
import { storeCredential } from '../load/credential';
import { type Cluster, startCluster } from './cluster';

/** What every scenario works with. */
export interface Stage {
	cluster: Cluster;
	n8n: Session;
	emulator: Emulator;
	/** Prints a figure. */
	report: Report;
	/** Stores a workflow and puts it into service. */
	activate(workflow: WorkflowFile): Promise<StoredWorkflow>;
	/** Ends everything and leaves nothing behind. */
	close(): Promise<void>;
}

/** One thing that n8n on several machines has to do. */
export type Scenario = PlayedScenario<Stage>;

/** Installs and starts everything. */
export async function setStage(report: Report): Promise<Stage> {
	const installation = await installN8n('n8n2', report);
	report('Building and packing this package …');
	const packed = await packThisPackage();
	const emulator = await startEmulator();
	try {
		const cluster = await startCluster(installation, packed, report);
		const close = async (): Promise<void> => {
			await Promise.all([cluster.stop(), emulator.close()]);
		};
		return await furnish({ cluster, emulator, report, close });
	} catch (error) {
		await emulator.close();
		throw error;
	} finally {
		packed.remove();
	}
}

async function furnish(parts: Omit<Stage, 'n8n' | 'activate'>): Promise<Stage> {
	try {
		const n8n = await logIn(parts.cluster.main.url);
		const credential = await storeCredential(n8n, parts.emulator);
		const activate = async (workflow: WorkflowFile): Promise<StoredWorkflow> => {
			const stored = await importWorkflow(n8n, workflow, [credential]);
			await activateWorkflow(n8n, stored, 60_000);
			return stored;
		};
		return { ...parts, n8n, activate };
	} catch (error) {
		await parts.close();
		throw error;
	}
}
