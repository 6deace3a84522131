import type { Finding } from '../../../contract/core/model';
import type { Report } from '../../../contract/core/report';
import type { Settings } from '../../../emulator';

type Judge = (settings: Settings, finding: Finding, trackerId: string) => boolean;

const keyIsDefault = ({ refusedKey }: Settings) =>
	refusedKey.status === 401 && (refusedKey.message ?? 'Invalid API key') === 'Invalid API key';

/** What is true of an emulator, by the beginning of a finding's ID: whether its claim holds. */
const claims: ReadonlyArray<readonly [prefix: string, holds: Judge]> = [
	['host.', ({ answerInstead }) => answerInstead === null],
	['key.', keyIsDefault],
	['project.wrong.', keyIsDefault],
	['tracker.wrong', sameForUnknownTracker],
	['predict.items', ({ itemsAsText }) => !itemsAsText],
	['experiment.items', ({ itemsAsText }) => !itemsAsText],
	['predict.requires.', () => true],
	['predict.missing-words', () => true],
	['experiment.missing-words', () => true],
	['model.unknown', () => true],
	['events.requires.', () => true],
	['events.no-further-fields', (settings) => fieldsOf(settings).length === 0],
	['events.batch', ({ acceptPartOfBatch }) => !acceptPartOfBatch],
	['form.project', ({ formFieldNames }) => formFieldNames.kainic_pid === 'kainic_pid'],
	['form.store', ({ formFieldNames }) => formFieldNames.store_id === 'store_id'],
	['form.mode', ({ formFieldNames }) => formFieldNames.sync_mode === 'sync_mode'],
	['form.file', ({ formFieldNames }) => formFieldNames.file === 'file'],
	['status.', ({ failureStatus }) => failureStatus === 400],
];

function fieldsOf({ requiredEventFields }: Settings): string[] {
	return Object.entries(requiredEventFields).map(([name, type]) => `${name} (${type})`);
}

function sameForUnknownTracker(settings: Settings, _finding: Finding, trackerId: string): boolean {
	if (settings.credit === 0) return true;
	const known = settings.trackers[trackerId];
	const answer = known?.storeId === null ? 'tracker' : (known?.allowedDomains.length ?? 0);
	return answer === (settings.acceptUnlisted ? 0 : 'tracker');
}

/** Everything in a report that is not true of the emulator that it was made with. */
export function liesIn(report: Report, settings: Settings, trackerId: string): string[] {
	return report.findings.flatMap((finding) => {
		const { id, verdict, seen } = finding;
		if (verdict === 'open') return finding.remedies.length === 0 ? [] : [`${id}: remedies`];
		const claim = claims.find(([prefix]) => id.startsWith(prefix));
		if (claim === undefined) return [`${id}: a claim that nobody checks`];
		const isRight = claim[1](settings, finding, trackerId) === (verdict === 'confirmed');
		return [
			...(isRight ? [] : [`${id} is ${verdict}: ${seen}`]),
			...liesInDetail(finding, settings),
		];
	});
}

function liesInDetail({ id, verdict, seen, remedies }: Finding, settings: Settings): string[] {
	if (verdict !== 'different') return remedies.length === 0 ? [] : [`${id}: remedies`];
	if (/^(key|project)\./.test(id)) {
		const { status, message } = settings.refusedKey;
		const said = `status ${status}, "${message ?? 'Invalid API key'}".`;
		return seen.startsWith(said) ? [] : [`${id} says ${seen}`];
	}
	if (id === 'events.no-further-fields') {
		const [sure, unsure] = [
			listAfter(/^Required as well: /, seen),
			listAfter(/Perhaps required as well: /, seen),
		];
		const all = fieldsOf(settings);
		const isTrue = sure.every((each) => all.includes(each));
		const isWhole = all.every((each) => sure.includes(each) || unsure.includes(each));
		return isTrue && (isWhole || seen.includes('which, Kainic does not say'))
			? []
			: [`${id} says ${seen}`];
	}
	if (id.startsWith('form.')) return wrongNames(JSON.stringify({ seen, remedies }), id, settings);
	if (id.startsWith('status.')) {
		return seen.includes(`Status ${settings.failureStatus}.`) ? [] : [`${id} says ${seen}`];
	}
	return [];
}

function listAfter(start: RegExp, seen: string): string[] {
	const [list = ''] = seen.split(start)[1]?.split('. ') ?? [];
	return list === '' ? [] : list.split(', ');
}

/** Names that a finding or a remedy gives, and that are not those of the emulator. */
function wrongNames(text: string, id: string, { formFieldNames }: Settings): string[] {
	const right = new Set<string>(Object.values(formFieldNames));
	const inferred = new Set(['kainic_pid', 'store_id', 'sync_mode', 'file']);
	const named = [
		...[...text.matchAll(/"seen":"It is (\w+)/g)].map(([, name = '']) => name),
		...[...text.matchAll(/"(?:projectId|storeId|syncMode|file)":"(\w+)"/g)].map(
			([, name = '']) => name,
		),
	];
	// A name that is not known stays as it is inferred.
	return named
		.filter((name) => !right.has(name) && !inferred.has(name))
		.map((name) => `${id} names ${name}`);
}
