import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { failureKinds } from '../../nodes/shared/failure-codes';
import { messagesOfPackage, type Message } from './support/messages';

const messages = messagesOfPackage();
const file = path.resolve(__dirname, '../../docs/messages.md');

function table(): string {
	const rows = messages.map(
		({ file: source, text }) => `| ${cell(text)} | ${source.replace(/^nodes\//, '')} |`,
	);
	return `# Messages

Every text that the package can show or log, as it stands in the source. What is known only in a run stands in braces. A text that begins with a small letter follows the item that it is about ("Item 3: the field …") or another part of its sentence. Each failure has a headline and advice of its own, in [errors.md](errors.md).

Made by \`WRITE_MESSAGES=1 npx jest --selectProjects unit -- test/unit/messages.test.ts\`, which fails without the variable if this table is not up to date.

| message | source |
| --- | --- |
${rows.join('\n')}
`;
}

/** Spaces at the ends of a text are part of it, but Markdown drops them. */
function cell(text: string): string {
	return text.trim().replaceAll('|', '\\|').replaceAll('<', '\\<');
}

/** The messages against a rule, as they are to be read in a failed test. */
function against(rule: (text: string) => boolean): string[] {
	return messages.filter(({ text }) => rule(text)).map((message: Message) => message.text);
}

test('all messages stand in docs/messages.md', () => {
	const current = table();
	if (process.env.WRITE_MESSAGES === '1') writeFileSync(file, current);
	expect(messages.length).toBeGreaterThan(300);
	expect(readFileSync(file, 'utf8')).toBe(current);
});

describe('a message reads well', () => {
	test('it has no words of programmers, and none that shout', () => {
		const words =
			/\b(error:|payload|parse|serial|buffer|stream|exception|async|callback|regex|instance|stack|promise|please|oops|sorry|fatal|illegal|abort)/i;
		expect(against((text) => words.test(text) || /!$/.test(text))).toEqual([]);
	});

	test('no sentence has more than 40 words', () => {
		const isLong = (sentence: string) => sentence.split(/\s+/).length > 40;
		expect(against((text) => text.split(/(?<=[.:]) /).some(isLong))).toEqual([]);
	});

	test('it says if, not where, for a condition', () => {
		const riddles = /\bwhere (it|they|nothing|anything) (is|are|was|has|have)\b|\btold of\b/;
		expect(against((text) => riddles.test(text))).toEqual([]);
	});

	test('a whole sentence ends with a full stop, and has single spaces', () => {
		const isWhole = (text: string) => /^[A-Z].*\. [A-Z]/.test(text) && !/[.…"}]$/.test(text);
		const ofCredentialTest = /^(This base URL|The host of Kainic|Kainic refused this API key)/;
		expect(against((text) => isWhole(text) && !ofCredentialTest.test(text))).toEqual([]);
		expect(against((text) => /\S {2,}\S/.test(text))).toEqual([]);
	});

	test.each(Object.entries(failureKinds))(
		'%s has a headline that goes before a full stop, and advice in sentences',
		(_code, { headline, advice }) => {
			expect(headline).toMatch(/^[A-Z][^.!?]+[a-z]$|API key$/);
			expect(advice).toMatch(/^[A-Z].*\.$/);
		},
	);
});
