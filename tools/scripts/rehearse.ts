import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { temporaryFolder } from '../n8n/cleanup';
import { runMain } from '../n8n/main';
import { repositoryRoot } from '../n8n/recipe';
import { elapsed, printReport } from '../n8n/report';
import { copyCheckout, enterOwner, run } from './rehearse/checkout';
import { publishOne, publishTag } from './rehearse/publish';

/** Does a release in a copy of this checkout, with a bare repository for GitHub. Nothing is published. */
async function main(): Promise<void> {
	const start = performance.now();
	const say = (line: string): void => printReport(`${elapsed(start).padStart(11)}  ${line}`);
	const { path: folder, remove } = temporaryFolder('rehearsal');
	try {
		const rehearsal = await copyCheckout(folder);
		await enterOwner(rehearsal);
		const release = `npx release-it ${nextVersion()} --ci`;
		say(`${release}: everything that can refuse, then the version, the changelog, the tag`);
		await run(rehearsal, release);
		await publishTag(rehearsal, `v${nextVersion()}`, say);
		await publishOne(rehearsal, `v${nextVersion()}`, say);
		say('both packages could be published: the release works');
	} finally {
		remove();
	}
}

/** The version in package.json if it was never released, else the one after it. */
function nextVersion(): string {
	const changelog = readFileSync(join(repositoryRoot, 'CHANGELOG.md'), 'utf8');
	if (!changelog.includes(`\n## ${version} `)) return version;
	return version.replace(/\d+$/, (patch) => String(Number(patch) + 1));
}

runMain(main, 'Usage: npm run rehearse\nTries a release in a copy of the checkout.');
