import type { Report } from '../../harness';
import { temporaryFolder } from '../../harness/cleanup';
import type { PackageCost } from '../report/results';
import { spread } from '../report/statistics';
import { measureInTurn } from '../rounds';
import { type Load, type Loader, load } from './loading';
import { comparedPackages } from './packages';
import { type PlacedPackage, fetchPackage, placePackage } from './placing';

export interface RestInput {
	/** The n8n that loads the packages. */
	installation: Loader;
	/** This package, packed, as a file path. */
	thisTarball: string;
	/** How often each package is loaded, each time in a process of its own; at least once. */
	rounds?: number;
	report: Report;
}

/**
 * Measures what this package and those that it is compared with cost at rest; this one comes first.
 * Fails when a package cannot be fetched from the npm registry or cannot be loaded.
 */
export async function measureRest(input: RestInput): Promise<PackageCost[]> {
	const { path: folder, remove } = temporaryFolder('rest');
	try {
		const packages = await placeAll(input, folder);
		const loads = await loadAll(input, packages, folder);
		return packages.map((placed, index) => costOf(placed, loads[index] ?? []));
	} finally {
		remove();
	}
}

async function placeAll(
	{ thisTarball, report }: RestInput,
	folder: string,
): Promise<PlacedPackage[]> {
	const placed = [await placePackage(thisTarball, folder)];
	for (const compared of comparedPackages) {
		report(`Fetching ${compared.name} ${compared.version} …`);
		placed.push(await placePackage(await fetchPackage(compared, folder), folder));
	}
	return placed;
}

/** All loads of each package, in the order of the packages. */
function loadAll(
	input: RestInput,
	packages: readonly PlacedPackage[],
	folder: string,
): Promise<Load[][]> {
	const { installation, rounds = 5, report } = input;
	return measureInTurn(packages, rounds, async ({ name, directory }, round) => {
		const seen = await load(installation, directory, folder);
		const took = seen.milliseconds.toFixed(1);
		report(`Round ${round} of ${rounds}: ${name} loads in ${took} ms.`);
		return seen;
	});
}

function costOf({ directory: _, ...placed }: PlacedPackage, loads: readonly Load[]): PackageCost {
	const loadMilliseconds = spread(loads.map(({ milliseconds }) => milliseconds));
	return { ...placed, nodes: loads[0]?.nodes ?? 0, loadMilliseconds };
}
