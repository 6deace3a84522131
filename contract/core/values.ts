import type { Account, Check, Values } from './model';

/** The IDs that are sent. An ID that is not known is a made-up one, but nothing that needs it is sent. */
export function sentValues({ account, mark }: Pick<Check, 'account' | 'mark'>): Values {
	const madeUp = (what: string) => `contract-check-${mark}-${what}`;
	const unknown = madeUp('unknown');
	return {
		projectId: account.projectId,
		trackerId: account.trackerId ?? unknown,
		modelId: account.modelId ?? unknown,
		experimentId: account.experimentId ?? unknown,
		storeId: account.storeId ?? unknown,
		visitor: madeUp('test-visitor'),
		session: madeUp('test-session'),
		item: madeUp('item'),
		madeUp: {
			projectId: madeUp('project'),
			trackerId: madeUp('tracker'),
			modelId: madeUp('model'),
			experimentId: madeUp('experiment'),
			storeId: madeUp('store'),
			key: madeUp('key'),
		},
	};
}

/** Names in place of all IDs, for what is shown in a report. */
export const namedValues: Values = {
	projectId: 'PROJECT_ID',
	trackerId: 'TRACKER_ID',
	modelId: 'MODEL_ID',
	experimentId: 'EXPERIMENT_ID',
	storeId: 'STORE_ID',
	visitor: 'TEST_VISITOR',
	session: 'TEST_SESSION',
	item: 'MADE_UP_ITEM',
	madeUp: {
		projectId: 'MADE_UP_PROJECT',
		trackerId: 'MADE_UP_TRACKER',
		modelId: 'MADE_UP_MODEL',
		experimentId: 'MADE_UP_EXPERIMENT',
		storeId: 'MADE_UP_STORE',
		key: 'MADE_UP_KEY',
	},
};

/** The values that a report shows: made-up IDs always by name, those of the account unless asked for. */
export function reportedValues({ account, withIds }: Check): Values {
	if (!withIds) return namedValues;
	const known = Object.entries(account).filter(([, id]) => id !== null);
	return { ...namedValues, ...Object.fromEntries(known) };
}

/** Pairs of an ID as it is sent and its name, the longest ID first. */
export function namesOfIds(check: Check): ReadonlyArray<readonly [id: string, name: string]> {
	const { madeUp, ...own } = sentValues(check);
	const shown = reportedValues(check);
	const pairs = [
		...pairsOf({ ...madeUp }, { ...shown.madeUp }),
		...pairsOf({ ...own }, { ...shown, madeUp: '' }),
		...originPair(check.account, check.withIds),
	];
	return pairs.filter(([id]) => id !== '').sort(([a], [b]) => b.length - a.length);
}

function pairsOf(
	ids: Readonly<Record<string, string>>,
	names: Readonly<Record<string, string>>,
): Array<readonly [string, string]> {
	return Object.entries(ids).map(([key, id]) => [id, names[key] ?? ''] as const);
}

function originPair({ origin }: Account, withIds: boolean): Array<readonly [string, string]> {
	if (origin === null || withIds) return [];
	const host = origin.replace(/^\w+:\/\//, '');
	return [origin, host, host.replace(/:\d+$/, '')].map((id) => [id, 'ORIGIN'] as const);
}
