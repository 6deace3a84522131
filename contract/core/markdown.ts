import type { Finding, Remedy, Verdict } from './model';
import type { Report } from './report';

const headings: Readonly<Record<Verdict, string>> = {
	different: 'Different from what this project assumes',
	open: 'Still open',
	confirmed: 'Confirmed',
};

const ends: Readonly<Record<Report['end'], string>> = {
	complete: 'All requests of the list were sent.',
	interrupted: 'The run was interrupted: the report holds what was known by then.',
	stopped: 'The run stopped before the end of its list: the open findings say why.',
};

/** The report for people. */
export function markdownOf(report: Report): string {
	const { confirmed, different, open } = report.counts;
	return [
		'# What Kainic answers',
		'',
		`${confirmed} confirmed, ${different} different, ${open} still open. ${ends[report.end]}`,
		'',
		'The report holds no key, and names in place of IDs unless they were asked for. Give it to the project: it turns what is inferred in `openapi/kainic.yaml` into what is known.',
		...section(report, 'different'),
		...section(report, 'open'),
		...section(report, 'confirmed'),
		...remediesOf(report.findings),
		...requestsOf(report),
		'',
		'## What is never asked',
		'',
		'A valid file of products, an empty one, and the sync mode `full`: each could replace a catalog. A whole request to your experiment: a session would count for it.',
		'',
	].join('\n');
}

function section({ findings }: Report, verdict: Verdict): readonly string[] {
	const own = findings.filter((finding) => finding.verdict === verdict);
	if (own.length === 0) return [];
	const rows = own.map(({ claim, seen, probes }) => row([claim, seen, probes.join(', ')]));
	return ['', `## ${headings[verdict]}`, '', row(['claim', 'seen', 'requests']), rule(3), ...rows];
}

function remediesOf(findings: readonly Finding[]): readonly string[] {
	const remedies = uniqueRemedies(findings);
	if (remedies.length === 0) return [];
	return [
		'',
		'## Options that make up for the differences',
		...remedies.flatMap(({ node, option, value }) => [
			'',
			`**${node}**, Options or panel, _${option}_:`,
			'',
			...fence(typeof value === 'string' ? value : JSON.stringify(value, null, 2)),
		]),
	];
}

/** Each once, though several findings can name it. */
export function uniqueRemedies(findings: readonly Finding[]): readonly Remedy[] {
	const all = findings.flatMap(({ remedies }) => remedies);
	return [...new Map(all.map((remedy) => [JSON.stringify(remedy), remedy] as const)).values()];
}

function requestsOf({ requests }: Report): readonly string[] {
	const rows = requests.map(({ probe, title, status, answer }) =>
		row([probe, title, status === null ? '' : String(status), answer]),
	);
	if (rows.length === 0) return [];
	return ['', '## Requests', '', row(['request', 'what', 'status', 'answer']), rule(4), ...rows];
}

function row(cells: readonly string[]): string {
	return `| ${cells.map(cell).join(' | ')} |`;
}

function rule(columns: number): string {
	return `|${' --- |'.repeat(columns)}`;
}

/** Text of a server must not become a link, a picture, a tag or a cell of its own. */
function cell(text: string): string {
	return text
		.replace(/\s+/g, ' ')
		.replace(/[\\`*[\]<>|~#]|(?<!\w)_|_(?!\w)/g, '\\$&')
		.replace(/&/g, '&amp;')
		.replace(
			/:\/\/|www\.|@/gi,
			(start) => `${start.slice(0, -1)}&#${start.charCodeAt(start.length - 1)};`,
		);
}

function fence(text: string): readonly string[] {
	const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
	const ticks = '`'.repeat(longest + 1);
	return [ticks, text, ticks];
}
