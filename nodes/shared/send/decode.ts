/** How often a text is decoded at most. */
const mostLayers = 8;

/** Names of ASCII signs in HTML, and the signs in the same order. */
const names =
	'excl,quot,num,dollar,percnt,amp,apos,lpar,rpar,ast,plus,comma,period,sol,colon,semi,lt,equals,gt,quest,commat,lsqb,bsol,rsqb,hat,lowbar,grave,lcub,verbar,rcub';
const signs = '!"#$%&\'()*+,./:;<=>?@[\\]^_`{|}';
const signByName = new Map(names.split(',').map((name, index) => [name, signs.charAt(index)]));

const controls = new Map(Object.entries({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }));

const escape = new RegExp(
	[
		String.raw`\\u([0-9a-f]{4})`,
		String.raw`\\(["'\\/bfnrt])`,
		'((?:%[0-9a-f]{2})+)',
		'&#x([0-9a-f]{1,8});',
		String.raw`&#(\d{1,9});`,
		'&([a-z]{2,6});',
	].join('|'),
	'gi',
);

/**
 * A text, and what it becomes if it is decoded (percent encoding, JSON escapes, HTML entities) until
 * nothing changes, eight times at most. Linear.
 */
export function layersOf(text: string): readonly string[] {
	const layers = [text];
	let last = text;
	for (let count = 0; count < mostLayers; count += 1) {
		const next = decodeOnce(last);
		if (next === last) break;
		layers.push(next);
		last = next;
	}
	return layers;
}

/** The last layer, with a space for each plus sign, as forms write it. */
export function innermost(layers: readonly string[]): string {
	return (layers.at(-1) ?? '').replaceAll('+', ' ');
}

function decodeOnce(text: string): string {
	return text.replace(
		escape,
		(
			all,
			unit?: string,
			letter?: string,
			bytes?: string,
			hex?: string,
			decimal?: string,
			name?: string,
		) => {
			if (unit !== undefined) return String.fromCharCode(parseInt(unit, 16));
			if (letter !== undefined) return controls.get(letter) ?? letter;
			if (bytes !== undefined) return Buffer.from(bytes.replaceAll('%', ''), 'hex').toString();
			if (hex !== undefined) return character(parseInt(hex, 16));
			if (decimal !== undefined) return character(Number(decimal));
			return signByName.get(String(name).toLowerCase()) ?? all;
		},
	);
}

function character(code: number): string {
	return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}
