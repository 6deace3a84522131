/** One character of a text, and the place of the next one. */
export interface Sign {
	readonly sign: string;
	readonly end: number;
}

/** Reads the sign at a place; null at the end of the text. */
type Reader = (at: number) => Sign | null;

/** Reads an escape of percent encoding, HTML or JSON that begins with a mark: `%`, `&` or `\`. */
export function readEscape({ sign: mark, end }: Sign, read: Reader): Sign | null {
	switch (mark) {
		case '%':
			return readPercent(end, read);
		case '&':
			return readEntity(end, read);
		default:
			return readJsonEscape(end, read);
	}
}

/** `%c3%a9`: a character for each one to four bytes. */
function readPercent(start: number, read: Reader): Sign | null {
	const bytes: number[] = [];
	let [at, length] = [start, 1];
	for (;;) {
		const digits = take(at, /[0-9a-f]/i, 2, read);
		if (digits.text.length < 2) return null;
		const byte = parseInt(digits.text, 16);
		if (bytes.length === 0) length = bytesFrom(byte);
		bytes.push(byte);
		if (bytes.length >= length) return { sign: Buffer.from(bytes).toString(), end: digits.end };
		const mark = read(digits.end);
		if (mark?.sign !== '%') return null;
		at = mark.end;
	}
}

/** How many bytes a character of UTF-8 has, by its first one. */
function bytesFrom(first: number): number {
	if (first < 0xc0) return 1;
	if (first < 0xe0) return 2;
	return first < 0xf0 ? 3 : 4;
}

/** `&#45;`, `&#045;`, `&#x2d;` or `&amp;`. */
function readEntity(start: number, read: Reader): Sign | null {
	const { text, end } = take(start, /[#0-9a-z]/i, 10, read);
	const semicolon = text === '' ? null : read(end);
	if (semicolon?.sign !== ';') return null;
	const [, hex, decimal] = /^#(?:x([0-9a-f]+)|(\d+))$/i.exec(text) ?? [];
	const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
	const sign = code <= 0x10ffff ? String.fromCodePoint(code) : signByName.get(text.toLowerCase());
	return sign === undefined ? null : { sign, end: semicolon.end };
}

/** `\"` or `\u002d`. */
function readJsonEscape(start: number, read: Reader): Sign | null {
	const letter = read(start);
	if (letter === null) return null;
	const sign = signByLetter.get(letter.sign);
	if (sign !== undefined) return { sign, end: letter.end };
	const first = letter.sign === 'u' ? readUnit(letter.end, read) : null;
	if (first === null || !/[\uD800-\uDBFF]/.test(first.sign)) return first;
	const mark = read(first.end);
	const next = mark?.sign === '\\' ? read(mark.end) : null;
	const second = next?.sign === 'u' ? readUnit(next.end, read) : null;
	return second === null ? first : { sign: first.sign + second.sign, end: second.end };
}

function readUnit(start: number, read: Reader): Sign | null {
	const { text, end } = take(start, /[0-9a-f]/i, 4, read);
	return text.length < 4 ? null : { sign: String.fromCharCode(parseInt(text, 16)), end };
}

/** The next signs that a pattern allows, `count` at most. */
function take(start: number, pattern: RegExp, count: number, read: Reader) {
	let [text, end] = ['', start];
	while (text.length < count) {
		const next = read(end);
		if (next === null || !pattern.test(next.sign)) break;
		text += next.sign;
		end = next.end;
	}
	return { text, end };
}

const signByLetter = new Map([
	...[...'"\'\\/'].map((sign) => [sign, sign] as const),
	...Object.entries({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }),
]);

/** Names of ASCII signs in HTML, and the signs in the same order. */
const names =
	'excl,quot,num,dollar,percnt,amp,apos,lpar,rpar,ast,plus,comma,period,sol,colon,semi,lt,equals,gt,quest,commat,lsqb,lbrack,bsol,rsqb,rbrack,hat,lowbar,grave,lcub,lbrace,verbar,vert,rcub,rbrace';
const signs = '!"#$%&\'()*+,./:;<=>?@[[\\]]^_`{{||}}';
const signByName = new Map(names.split(',').map((name, index) => [name, signs.charAt(index)]));
