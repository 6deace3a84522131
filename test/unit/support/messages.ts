import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** A text in the source that the package can show or log. */
export interface Message {
	readonly file: string;
	/** Values that are known only in a run stand in braces. */
	readonly text: string;
}

const root = path.resolve(__dirname, '../../..');

/** All texts of at least two words in the shipped source, each once a file, in the order of the source. */
export function messagesOfPackage(): Message[] {
	return ['credentials', 'nodes'].flatMap(sourceFiles).flatMap(messagesOf);
}

/** Panels, which are pictures in the documents, and Kainic's own words. */
const withoutMessages = /(properties|options|\.node|kainic\/api)\.ts$/;

function sourceFiles(folder: string): string[] {
	return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
		.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
		.filter((file) => !withoutMessages.test(file))
		.sort();
}

function messagesOf(file: string): Message[] {
	const text = readFileSync(path.join(root, file), 'utf8');
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const found = new Set<string>();
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || isOfPanel(node)) return;
		const message = textOf(node);
		if (message === null) ts.forEachChild(node, visit);
		else if (isSentence(message)) found.add(message);
	};
	visit(source);
	return [...found].map((message) => ({ file, text: message }));
}

const panelProperties = ['displayName', 'description', 'placeholder', 'action', 'default'];

/** A panel's texts are written as literals; a failure's description never is. */
function isOfPanel(node: ts.Node): boolean {
	if (ts.isVariableDeclaration(node)) return node.name.getText() === 'refusalMessages';
	return (
		(ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) &&
		panelProperties.includes(node.name.getText())
	);
}

function textOf(node: ts.Node): string | null {
	if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
	if (!ts.isTemplateExpression(node)) return null;
	const spans = node.templateSpans.map(
		({ expression, literal }) => `{${nameOf(expression)}}${literal.text}`,
	);
	return node.head.text + spans.join('');
}

/** A short name for what stands in a text; a choice between texts is shown as it is written. */
function nameOf(expression: ts.Expression): string {
	if (ts.isCallExpression(expression)) {
		const [first] = expression.arguments;
		return first === undefined ? nameOf(expression.expression) : nameOf(first);
	}
	if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
	if (ts.isConditionalExpression(expression)) {
		return [expression.whenTrue, expression.whenFalse]
			.map((choice) => textOf(choice) ?? nameOf(choice))
			.filter((choice) => choice !== '')
			.join(' | ');
	}
	return ts.isIdentifier(expression) ? expression.text : (textOf(expression) ?? '…');
}

/** Two words or more, and not the title of a parameter. */
function isSentence(text: string): boolean {
	const isTitle = /^([A-Z]\w* )*[A-Z]\w*$/.test(text);
	return !isTitle && /\p{L}{2,}[,:"]? \p{L}|\p{L} [({"].* \p{L}/u.test(text);
}
