import { isAbout, isJudged, isKeyRefusal, isSame, type Seen } from '../answers';
import { confirmed, different, open, type Claim, type Judgement } from './claim';

/** What a refusal in unknown words has to name. */
const aboutAccess = /\b(api|key|auth\w*|token|credential\w*|access|permi\w*|denied|project|pid)\b/i;

/** Probes, each with the one that differs from it only by the right key or project. */
const table = [
	['predict.bad-key', 'predict.array', 'A bad key, for predictions,'],
	['events.bad-key', 'events.empty', 'A bad key, for events,'],
	['catalog.bad-key', 'catalog.no-file', 'A bad key, for uploads,'],
	['experiment.bad-key', 'experiment.nothing', 'A bad key, for experiments,'],
	['predict.no-key', 'predict.array', 'A request without a key'],
	['predict.other-key', 'predict.array', "The experiment's key, for predictions,"],
	['experiment.other-key', 'experiment.nothing', "The project's key, for experiments,"],
	['predict.wrong-project', 'predict.array', 'A wrong project ID, for predictions,'],
	['events.wrong-project', 'events.empty', 'A wrong project ID, for events,'],
] as const;

export const keyClaims: readonly Claim[] = [
	...table.map(([probe, right, what]) => ({
		id: `refused.${probe}`,
		claim: `${what} is refused with status 401 or 403, or in words that the nodes know`,
		probes: [probe, right],
		judge: (seen: Seen) => judgeRefusal(seen, probe, right),
	})),
	{
		id: 'tracker.wrong',
		claim: 'An event without fields is answered the same for a tracker that does not exist',
		probes: ['events.wrong-tracker', 'events.empty'],
		judge: (seen) => {
			const unknown = seen.of('events.wrong-tracker');
			const known = seen.of('events.empty');
			// Words that nobody knows may be those for a bad key, or of the moment.
			if (!isJudged(known)) return open();
			if (!isJudged(unknown) && !isAbout(unknown, /tracker|tid/i)) return open();
			return isSame(unknown, known) ? confirmed() : different();
		},
	},
];

function judgeRefusal(seen: Seen, probe: string, right: string): Judgement {
	const refused = seen.of(probe);
	if (refused?.kind === 'success') return different('It is accepted');
	// Only if Kainic takes the right key, this one was refused for itself.
	if (!isJudged(seen.of(right))) return open();
	if (isKeyRefusal(refused)) return confirmed();
	if (refused?.kind !== 'failure' || isSame(refused, seen.of(right))) return open();
	if (refused.isDocumented) return open('Kainic looks at something else first');
	return isAbout(refused, aboutAccess)
		? different('The nodes do not recognise these words')
		: open();
}
