import { homepage, name, repository } from '../../package.json';
import { packageNodes } from '../n8n/package-nodes';
import { resourceOf } from './workflow';

/** The name of the package with one node, and of its repository next to this one. */
export const oneName = `${name}-one`;

const repositoryUrl = repository.url.replace(/^git\+|\.git$/g, '');
const ofOne = (address: string) => address.replaceAll(repositoryUrl, `${repositoryUrl}-one`);

export const oneHomepage = ofOne(homepage);
export const oneRepository = { ...repository, url: ofOne(repository.url) };

/** A source with the addresses of the pages in the repository of the package with one node. */
export function toOneSource(text: string): string {
	return ofOne(text)
		.replaceAll('tools/one/nodes/', 'nodes/')
		.replaceAll("'../../../../nodes/", "'../")
		.replaceAll('../../../../', '../../');
}

/**
 * A page for people who have the node Kainic only: `Kainic Event` becomes `Kainic (Event)`. Pictures show
 * other panels and are left out, like the demo, the names of tests, and links to pages that are not there.
 */
export function toOnePage(text: string, exists: (path: string) => boolean): string {
	const named = packageNodes.reduce(
		(page, node) => page.replaceAll(node.title, `Kainic (${resourceOf(node)})`),
		ofOne(text),
	);
	return named
		.replaceAll(/^!\[[^\]]*\]\([^)]*\)\n\n?/gm, '')
		.replaceAll(/ \(in the (?:\[demo\]\([^)]*\)|demo): [^)]*\)/g, '')
		.replaceAll(/^In the demo,.*\n\n?/gm, '')
		.replaceAll(/ \(`test\/[^)]*\)/g, '')
		.replaceAll(new RegExp(`${name}(?!-one|\\.)`, 'g'), oneName)
		.replaceAll(
			/\[([^\]]+)\]\((?!https?:|#)([^)#]*)[^)]*\)/g,
			(link, title: string, target: string) => (exists(target) ? link : title),
		);
}
