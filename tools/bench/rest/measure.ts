import { temporaryFolder } from '../../n8n/cleanup';
import type { Bench } from '../duel';
import type { Figure } from '../figures';
import { load } from './loading';
import { comparedPackages, fetchPackage, placePackage } from './placing';

/** Loading takes milliseconds, and is measured in a process of its own each time. */
const leastRounds = 11;

/**
 * How long n8n's own loader takes for this package, which is the first of the setting, and for those
 * that it is compared with. Fails when a package cannot be fetched from the npm registry.
 */
export async function measureLoading(
	{ setting: { installation, packages }, rounds, report }: Bench,
	work: string,
): Promise<Figure[]> {
	const { path: folder, remove } = temporaryFolder('rest');
	try {
		const placed = [await placePackage(packages[0] ?? '', folder)];
		for (const compared of comparedPackages) {
			report(`Fetching ${compared} …`);
			placed.push(await placePackage(await fetchPackage(compared, folder), folder));
		}
		const entries = placed.map((each) => ({ ...each, values: new Array<number>() }));
		for (let round = 0; round < Math.max(rounds, leastRounds); round += 1) {
			for (const { directory, values } of entries) {
				values.push(await load(installation, directory, folder));
			}
		}
		return entries.map(({ name: contender, values }) => ({
			work,
			contender,
			items: 1,
			quantity: 'loading',
			values,
		}));
	} finally {
		remove();
	}
}
