import { callWebhook, catalogFile, chain, formWith, kainic, webhook } from '../../tools/n8n';
import { type Load, intoRegularOutput, replyOf } from './load';
import { type Outcome, outcomeOf } from './outcome';
import { tally } from './tally';

const path = 'soak-catalogs';

const workflow = chain('Catalogs', [
	webhook(path, 'firstItem'),
	kainic(
		'Kainic Catalog',
		{
			syncMode: 'full',
			storeId: 'store-1',
			productSource: 'file',
			binaryPropertyName: 'data',
			options: { timeout: 10, timeBudget: 40 },
		},
		intoRegularOutput,
	),
]);

/** A catalog of 4 MB each minute, each with a product more than the last. */
export function catalogLoad(): Load {
	const outcomes = new Map<string, Outcome | undefined>();
	return {
		name: 'every catalog is accounted for',
		workflow,
		interval: 60_000,
		async fire(n8n, round) {
			const { content, sha256 } = catalogFile(20_000 + round);
			outcomes.set(sha256, undefined);
			const reply = await replyOf(callWebhook(n8n, path, formWith(content)));
			if (reply.kind === 'json') outcomes.set(sha256, outcomeOf(reply.value, reply.value));
		},
		account: ({ world }) => {
			const { uploads } = world.ledger.catalogs;
			const entries = Array.from(outcomes, ([sha256, outcome], index) => ({
				name: `Catalog ${index}`,
				outcome,
				arrived: uploads.filter((upload) => upload.fileSha256 === sha256).length,
			}));
			return tally('catalogs', entries);
		},
	};
}
