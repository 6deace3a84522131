import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PackedPackage, packFolder, unpack } from '../n8n';
import { temporaryFolder } from '../n8n/cleanup';
import { objectOf } from '../n8n/json';
import type { Contender } from './contenders';
import { type Work, works } from './works';

const formerName = 'n8n-nodes-kainic-former';

/** Packs a former tarball of this package again under another name, so that n8n loads both packages. */
export async function packFormer(tarball: string): Promise<PackedPackage> {
	const { path: folder, remove } = temporaryFolder('former');
	try {
		await unpack(tarball, folder);
		const path = join(folder, 'package.json');
		const manifest = objectOf(JSON.parse(readFileSync(path, 'utf8')), 'package.json');
		// Both packages use the credential of this one.
		const n8n = { ...objectOf(manifest['n8n'], 'n8n'), credentials: [] };
		writeFileSync(path, JSON.stringify({ ...manifest, name: formerName, n8n }));
		return await packFolder(folder);
	} finally {
		remove();
	}
}

/** The same work by the nodes of the former package. */
function former(contender: Contender): Contender {
	const rename = (type: string): string => type.replace(/^[^.]+/, formerName);
	const nodes: Contender['nodes'] = (url) =>
		contender.nodes(url).map((each) => ({ ...each, type: rename(each.type) }));
	return { ...contender, name: 'former package', nodes };
}

/** Every work that counts time: the nodes of this package, and those of the former one. */
export const comparedWorks: readonly Work[] = works
	.filter(({ part }) => part !== 'memory')
	.map((work) => {
		const [ours] = work.contenders;
		const theirs = former(ours);
		// In a tenth of a second, one collection of the heap more or less shows.
		const turns = work.items === 10_000 && work.part === 'events' ? 27 : work.turns + 4;
		return { ...work, contenders: [ours, theirs], goals: { [theirs.name]: 1.05 }, turns };
	});
