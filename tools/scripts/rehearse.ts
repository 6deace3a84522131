import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { installN8n, printReport as report, runMain } from '../n8n';
import { temporaryFolder } from '../n8n/cleanup';
import { elapsed } from '../n8n/report';
import { copyCheckout, enterOwner, run } from './rehearse/checkout';
import { plantFaults } from './rehearse/faults';
import { publishOne, publishTag } from './rehearse/publish';
import { startRegistry } from './rehearse/registry';
import { four, one, useFromRegistry } from './rehearse/use';

/** Does a release in a copy of this checkout, with a bare repository for GitHub and a local registry for npm. */
async function main(): Promise<void> {
	const start = performance.now();
	const say = (line: string): void => report(`${elapsed(start).padStart(11)}  ${line}`);
	const installation = await installN8n(report);
	const { path: folder, remove } = temporaryFolder('rehearsal');
	const registry = await startRegistry(installation, report);
	try {
		const rehearsal = await copyCheckout(folder);
		await enterOwner(rehearsal);
		say('a copy of the checkout has an owner');
		const next = nextVersion();
		const release = `npx release-it ${next} --ci`;
		await plantFaults(rehearsal, release, say);
		say(`${release}: everything that can refuse, then the version, the changelog, the tag`);
		await run(rehearsal, release);
		await publishTag(rehearsal, `v${next}`, registry.npmConfiguration, say);
		await publishOne(rehearsal, `v${next}`, registry.npmConfiguration, say);
		for (const each of [four, one]) {
			say(`${each.name} ${next} is in the local registry; installing it by name`);
			await useFromRegistry(each, rehearsal, installation, registry.npmConfiguration);
		}
		say('n8n sent one event with each package: the release works');
	} finally {
		await registry.stop();
		remove();
	}
}

/** The version in package.json if it was never released, else the one after it. */
function nextVersion(): string {
	const changelog = readFileSync(join(__dirname, '../../CHANGELOG.md'), 'utf8');
	if (!changelog.includes(`\n## ${version} `)) return version;
	return version.replace(/\d+$/, (patch) => String(Number(patch) + 1));
}

runMain(main, 'Usage: npm run rehearse\nTries a release in a copy of the checkout.');
