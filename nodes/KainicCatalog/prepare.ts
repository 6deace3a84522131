import { pause, type Pause } from '../shared/delivery/job';
import { InputProblem, notSentFailure, type Failure } from '../shared/failure';
import type { Setup } from '../shared/n8n/operation';
import type { Draft, Entry } from './drafts';
import { divide, measure, productContent, wrapping, wrappingBytes, type Part } from './encode';
import { guardCount, guardSize, readGuards } from './guards';
import { checkFile } from './products';
import type { Settings } from './settings';
import { checkProduct } from './sources';
import { formBytes, type Content } from './upload';

/** The file of one request, checked. */
export interface Payload {
	readonly indexes: readonly number[];
	readonly products: number;
	readonly content: Content;
}

export type Prepared =
	| { readonly kind: 'ready'; readonly payloads: readonly Payload[] }
	| { readonly kind: 'refused'; readonly failure: Failure };

/** Checks a draft and holds it against the guards. Never throws. */
export async function* prepare(
	setup: Setup,
	settings: Settings,
	draft: Draft,
): AsyncGenerator<Pause, Prepared> {
	const itemIndex = draft.indexes[0] ?? 0;
	try {
		const guards = settings.syncMode === 'full' ? readGuards(setup.parameters, itemIndex) : null;
		const payloads = yield* readPayloads(setup, settings, draft);
		const store = `The store "${draft.destination.storeId}"`;
		for (const { products, content } of payloads) {
			if (guards !== null) guardCount(products, guards, store);
			const bytes = content.bytes + formBytes(draft.destination.form);
			if (payloads.length === 1) guardSize(bytes, settings.limit, store);
		}
		return { kind: 'ready', payloads };
	} catch (error) {
		if (error instanceof InputProblem) return { kind: 'refused', failure: error.failure };
		const reason = error instanceof Error ? error.message : String(error);
		const code = draft.load.kind === 'file' ? 'no_file' : 'invalid_input';
		const message = `Item ${itemIndex}: its products cannot be read. ${reason}`;
		return { kind: 'refused', failure: notSentFailure(code, message) };
	}
}

async function* readPayloads(
	setup: Setup,
	settings: Settings,
	{ load, indexes, destination }: Draft,
): AsyncGenerator<Pause, readonly Payload[]> {
	if (load.kind === 'file') {
		const { file } = load;
		const place = `The file "${destination.form.fileName}" of item ${indexes[0] ?? 0}`;
		const { products, bytes } = yield* checkFile(file, place, setup.pauseIsDue);
		return [{ indexes, products, content: { bytes, open: () => file.open() } }];
	}
	const parts = yield* measureParts(load.entries, setup.pauseIsDue);
	const key = setup.parameters.optionalId('options.wrapInKey', indexes[0] ?? 0, 'Wrap in Key');
	const around = wrapping(key);
	if (!settings.splitsStock) {
		return [{ indexes, products: parts.length, content: productContent(parts, around) }];
	}
	const room = settings.limit - formBytes(destination.form) - wrappingBytes(around);
	return divide(parts, room).map((group) => ({
		indexes: group.map(({ itemIndex }) => itemIndex),
		products: group.length,
		content: productContent(group, around),
	}));
}

function* measureParts(
	entries: readonly Entry[],
	pauseIsDue: () => boolean,
): Generator<Pause, readonly Part[]> {
	const parts: Part[] = [];
	for (const { itemIndex, product } of entries) {
		if (pauseIsDue()) yield pause;
		checkProduct(product, itemIndex);
		parts.push({ itemIndex, product, bytes: measure(product) });
	}
	return parts;
}
