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

const all = Object.entries(entityNames).flatMap(([character, names]) =>
	names.map((name) => [name, character.charCodeAt(0)] as const),
);

/** Names of entities and the codes that they mean, by their first letters. */
export const entities = new Map(
	all.map(([name]) => [name.charCodeAt(0), all.filter(([other]) => other[0] === name[0])] as const),
);
