import type { FaultKind } from '../faults/fault';

/** What a client meets, in words. */
export function faultWords(kind: FaultKind, status: number | null | undefined): string {
	switch (kind) {
		case 'answer':
		case 'early_answer':
			return `HTTP status ${status ?? 'unknown'}`;
		case 'delay':
			return 'a late answer';
		case 'hang':
			return 'no answer';
		case 'drop':
			return 'a broken connection';
		case 'truncate':
			return 'an answer that is cut off';
		case 'html':
			return 'a web page';
		case 'not_json':
			return 'an answer that is not JSON';
		case 'trickle':
			return 'a slow answer';
		case 'refuse_key':
			return 'API key refused';
		case 'echo_url':
			return 'an answer that repeats the key';
		case 'large':
			return 'a huge answer';
		case 'redirect':
			return 'a redirect';
		case 'gzip':
			return 'a compressed answer';
		case 'broken_gzip':
			return 'a damaged answer';
	}
}
