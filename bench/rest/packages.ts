/** A published package, at one exact version. */
export interface PublishedPackage {
	name: string;
	version: string;
}

/** The community packages that this one is compared with: each wraps one HTTP API. */
export const comparedPackages: readonly PublishedPackage[] = [
	// By far the most downloaded of all community nodes; one node, with a dependency of its own.
	{ name: 'n8n-nodes-evolution-api', version: '1.0.4' },
	// Firecrawl's own, the most downloaded of those that scrape the web; one node.
	{ name: '@mendable/n8n-nodes-firecrawl', version: '2.1.2' },
	// Picsart's own, with as many nodes as this package.
	{ name: '@picsart/n8n-nodes-picsart-creative-apis', version: '5.4.8' },
];
