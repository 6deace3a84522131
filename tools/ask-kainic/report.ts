import { describe, Seen } from './answers';
import { claims } from './claims';
import type { Claim } from './claims/claim';
import { namedValues, type Probe } from './probe';
import type { Known } from './run';

export type Report = ReturnType<typeof reportOf>;

export type Finding = ReturnType<typeof findingOf>;

/** The report. It holds no key, since no answer does. */
export function reportOf(known: Known) {
	const seen = new Seen(known.answers);
	const findings = claims.map((claim) => findingOf(claim, seen, known));
	const count = (verdict: Finding['verdict']) =>
		findings.filter((finding) => finding.verdict === verdict).length;
	return {
		tool: 'n8n-nodes-kainic contract check',
		version: 2,
		end: known.end,
		counts: { confirmed: count('confirmed'), different: count('different'), open: count('open') },
		findings,
		requests: seen.all.map(([probe, answer]) => ({ probe, answer: describe(answer) })),
	};
}

function findingOf(claim: Claim, seen: Seen, known: Known) {
	const { verdict, note, remedy } = claim.judge(seen);
	const answered = claim.probes.flatMap((id) => {
		const answer = seen.of(id);
		return answer === undefined ? [] : [`${id}: ${describe(answer)}.`];
	});
	const told = [...(note === '' ? [] : [`${note}.`]), ...answered];
	const missing = claim.probes.find((id) => !known.answers.has(id));
	if (verdict === 'open' && missing !== undefined) {
		const reason = known.notSent.get(missing) ?? 'earlier answers left it out';
		told.push(`${missing} was not sent: ${reason}.`);
	}
	return { id: claim.id, claim: claim.claim, verdict, seen: told.join(' '), remedy };
}

/** All requests with what they can do, as they are shown before any is sent. */
export function listOf(list: readonly Probe[], baseUrl: string): string {
	const none = new Seen(new Map());
	const shown = list.map(({ id, key, needs, when, worstCase, request }) => {
		const { path, body } = request(namedValues, none);
		const short = body.length > 1_500 ? `${body.slice(0, 60)}… (${body.length} characters)` : body;
		const conditions = [...needs, ...(when(none) ? [] : ['that earlier answers ask for it'])];
		return [
			id,
			...(conditions.length === 0 ? [] : [`  Needs: ${conditions.join(', ')}`]),
			`  POST ${baseUrl}${path} with the key: ${key}`,
			`  ${short.trimEnd().replace(/\r\n/g, '\n  ')}`,
			`  Worst case: ${worstCase}\n`,
		];
	});
	return shown.flat().join('\n');
}

/** The findings as the terminal shows them. */
export function showReport({ findings, counts }: Report): string {
	const shown = findings.map(({ verdict, claim, seen, remedy }) => {
		const option =
			remedy === null
				? ''
				: `\n    ${remedy.node}, ${remedy.option}: ${JSON.stringify(remedy.value)}`;
		return `${verdict.padEnd(9)}  ${claim}${verdict === 'confirmed' ? '' : `\n    ${seen}`}${option}`;
	});
	const { confirmed, different, open } = counts;
	const sum = `${confirmed} confirmed, ${different} different, ${open} still open.`;
	return ['', ...shown, '', sum].join('\n');
}
