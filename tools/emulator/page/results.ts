import type { Settings } from '../settings';
import { experimentOf } from '../seed';
import type { Ledger } from '../state/ledger';
import type { Catalog } from '../state/records';
import { html, type Html } from './html';
import { bar, counted, empty, grouped, row, section, shortJson, table, time } from './parts';

export function catalogsSection(ledger: Ledger): Html {
	const catalogs = ledger.catalogs.all();
	const rows = catalogs.map(({ storeId, lastMode, productCount, lastUpload }) => {
		const count = productCount === null ? 'not counted' : grouped(productCount);
		const file = `${lastUpload.fileName}, ${grouped(lastUpload.fileBytes)} bytes`;
		const shownCount = html`<span data-test-id="catalog-products">${count}</span>`;
		return row(storeId, lastMode, shownCount, time(lastUpload.receivedAt), file);
	});
	const none = 'No catalog was uploaded. Until then ten seeded products are recommended.';
	const head = ['Store', 'Last mode', 'Products', 'Last upload', 'File'];
	const content = html`${table(head, rows, none)} ${catalogs.map(productsOf)}`;
	return section('catalogs', 'Catalog', content);
}

const shownProducts = 10;

/** The first products that a store has now. */
function productsOf({ storeId, products }: Catalog): Html {
	if (products === null) return empty(`The file for ${storeId} is too large to show its products.`);
	const shown = products.slice(0, shownProducts);
	const what = shown.length < products.length ? `first ${shown.length} products` : 'products';
	return html`<h3>${storeId}: ${what}</h3>
		<ol>
			${shown.map((product) => html`<li><code>${shortJson(product)}</code></li>`)}
		</ol>`;
}

export function predictionsSection({ predictions }: Ledger): Html {
	const counts = new Map<string, number>();
	for (const { modelId } of predictions) {
		const name = modelId ?? 'no model (control group)';
		counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	const bars = [...counts].map(([name, count]) =>
		bar(`model-${name}`, name, (count / predictions.length) * 100, grouped(count)),
	);
	const content = bars.length === 0 ? empty('None yet.') : html`${bars}`;
	return section('predictions', 'Predictions by model', content);
}

/** Groups with their real shares of the sessions, next to the shares that were set. */
export function experimentsSection(ledger: Ledger, settings: Settings): Html {
	const tallies = Object.entries(ledger.experiments());
	const content = tallies.map(([experimentId, sessions]) =>
		experimentBars(experimentId, sessions, settings),
	);
	return section(
		'experiments',
		'Experiments',
		content.length === 0 ? empty('No session has asked an experiment yet.') : html`${content}`,
	);
}

function experimentBars(
	experimentId: string,
	sessions: Readonly<Record<string, number>>,
	settings: Settings,
): Html {
	const total = Object.values(sessions).reduce((sum, count) => sum + count, 0);
	const bars = experimentOf(settings, experimentId).groups.map(({ name, share, modelId }) => {
		const count = sessions[name] ?? 0;
		const percent = total === 0 ? 0 : (count / total) * 100;
		const text = `${percent.toFixed(1)} % (set: ${share} %), ${counted(count, 'session')}`;
		const label = `${name}: ${modelId ?? 'no model'}`;
		return bar(`group-${experimentId}-${name}`, label, percent, text);
	});
	return html`<h3>${experimentId}</h3>
		${bars}`;
}
