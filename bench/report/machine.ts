import { cpus, platform, release, totalmem } from 'node:os';
import { rounded } from './statistics';

/** The versions that a bench ran with. */
export interface Versions {
	/** Of the Node that n8n ran on, e.g. `v24.4.1`. */
	node: string;
	n8n: string;
	/** Of this package. */
	package: string;
}

/** What decides how fast a bench runs, and nothing that says whose machine it is. */
export interface Machine extends Versions {
	cores: number;
	/** Model of the first core, or `unknown`. */
	processor: string;
	/** In GB of 1,000,000,000 bytes. */
	memoryGigabytes: number;
	/** Platform and release of the kernel. */
	system: string;
}

/** Describes the machine that this process runs on. */
export function describeMachine(versions: Versions): Machine {
	const cores = cpus();
	return {
		cores: cores.length,
		processor: cores[0]?.model.trim() || 'unknown',
		memoryGigabytes: rounded(totalmem() / 1e9),
		system: `${platform()} ${release()}`,
		node: versions.node,
		n8n: versions.n8n,
		package: versions.package,
	};
}
