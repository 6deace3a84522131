import type { FaultKind } from '../faults/fault';

const words: Readonly<Record<Exclude<FaultKind, 'answer' | 'early_answer'>, string>> = {
	delay: 'a late answer',
	hang: 'no answer',
	drop: 'a broken connection',
	truncate: 'an answer that is cut off',
	html: 'a web page',
	not_json: 'an answer that is not JSON',
	trickle: 'a slow answer',
	refuse_key: 'API key refused',
	echo_url: 'an answer that repeats the key',
	large: 'a huge answer',
	redirect: 'a redirect',
	gzip: 'a compressed answer',
	broken_gzip: 'a damaged answer',
};

/** What a client meets, in words. */
export function faultWords(kind: FaultKind, status: number | null | undefined): string {
	if (kind === 'answer' || kind === 'early_answer') return `HTTP status ${status ?? 'unknown'}`;
	return words[kind];
}
