import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { name, version } from '../../package.json';
import { installN8n, printReport as report, runMain } from '../n8n';
import { temporaryFolder } from '../n8n/cleanup';
import { repositoryRoot } from '../n8n/recipe';
import { elapsed } from '../n8n/report';
import { oneName } from '../one/names';
import { copyCheckout, enterOwner, run } from './rehearse/checkout';
import { publishOne, publishTag } from './rehearse/publish';
import { startRegistry } from './rehearse/registry';

/** Does a release in a copy of this checkout, with a bare repository for GitHub and a local registry for npm. */
async function main(): Promise<void> {
	const start = performance.now();
	const say = (line: string): void => report(`${elapsed(start).padStart(11)}  ${line}`);
	const { path: folder, remove } = temporaryFolder('rehearsal');
	const registry = await startRegistry(await installN8n(report), report);
	try {
		const rehearsal = await copyCheckout(folder);
		await enterOwner(rehearsal);
		const release = `npx release-it ${nextVersion()} --ci`;
		say(`${release}: everything that can refuse, then the version, the changelog, the tag`);
		await run(rehearsal, release);
		const tag = `v${nextVersion()}`;
		await publishTag(rehearsal, tag, registry.npmConfiguration, say);
		await publishOne(rehearsal, tag, registry.npmConfiguration, say);
		const shop = join(folder, 'shop');
		mkdirSync(shop);
		writeFileSync(join(shop, 'package.json'), '{}');
		const env = { npm_config_userconfig: registry.npmConfiguration };
		const install = `npm install --legacy-peer-deps ${name} ${oneName}`;
		await run(rehearsal, install, { cwd: shop, env });
		say('both packages were installed from the local registry: the release works');
	} finally {
		await registry.stop();
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
