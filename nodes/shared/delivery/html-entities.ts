/** Entities of HTML by the character that they mean. */
const entityNames: Readonly<Record<string, readonly string[]>> = {
	'!': ['excl;'],
	'"': ['quot;', 'QUOT;', 'quot', 'QUOT'],
	'#': ['num;'],
	$: ['dollar;'],
	'%': ['percnt;'],
	'&': ['amp;', 'AMP;', 'amp', 'AMP'],
	"'": ['apos;'],
	'(': ['lpar;'],
	')': ['rpar;'],
	'*': ['ast;', 'midast;'],
	'+': ['plus;'],
	',': ['comma;'],
	'.': ['period;'],
	'/': ['sol;'],
	':': ['colon;'],
	';': ['semi;'],
	'<': ['lt;', 'LT;', 'lt', 'LT'],
	'=': ['equals;'],
	'>': ['gt;', 'GT;', 'gt', 'GT'],
	'?': ['quest;'],
	'@': ['commat;'],
	'[': ['lsqb;', 'lbrack;'],
	'\\': ['bsol;'],
	']': ['rsqb;', 'rbrack;'],
	'^': ['Hat;'],
	_: ['lowbar;', 'UnderBar;'],
	'`': ['grave;', 'DiacriticalGrave;'],
	'{': ['lcub;', 'lbrace;'],
	'|': ['verbar;', 'vert;', 'VerticalLine;'],
	'}': ['rcub;', 'rbrace;'],
};

/** Names of entities and the codes that they mean, by their first letters. */
export const entities: ReadonlyMap<
	number,
	ReadonlyArray<readonly [name: string, code: number]>
> = byFirstLetter(
	Object.entries(entityNames).flatMap(([character, names]) =>
		names.map((name) => [name, character.charCodeAt(0)] as const),
	),
);

function byFirstLetter(
	all: ReadonlyArray<readonly [name: string, code: number]>,
): Map<number, Array<readonly [name: string, code: number]>> {
	const found = new Map<number, Array<readonly [name: string, code: number]>>();
	for (const entity of all) {
		const letter = entity[0].charCodeAt(0);
		found.set(letter, [...(found.get(letter) ?? []), entity]);
	}
	return found;
}
