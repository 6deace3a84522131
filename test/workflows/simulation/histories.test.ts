import fc from 'fast-check';
import { brokenPromises, histories, scaled } from './histories';
import { type Kind } from './shops';

const count = Number(process.env['KAINIC_HISTORIES'] ?? 50);

test.each<Kind>(['woocommerce', 'shopify', 'posted'])(
	`over ${count} histories of a %s shop, every promise is kept`,
	async (kind) => {
		const workflows = scaled(kind, (file) => file);
		const property = fc.asyncProperty(histories(kind), async (history) => {
			expect(await brokenPromises(workflows, history)).toEqual([]);
		});
		await fc.assert(property, { numRuns: count });
	},
	600_000,
);
