import { codeNode, itemsOf } from '../../support/workflows/code-node';

const checkEmails = codeNode('newsletter.json', 'Check Emails');

test('a run is red if a customer got no email, and says how many', () => {
	const run = (asked: readonly object[], emails: readonly object[]) =>
		checkEmails({
			input: itemsOf(...emails),
			nodes: { 'Get Recommendations': itemsOf(...asked) },
		});
	expect(run([{ items: [] }], [{ email: 'a@shop.example' }])).toEqual([]);
	const failed = { error: { message: 'No credit' } };
	expect(() => run([failed, {}], [{ error: 'No such mailbox' }])).toThrow(
		'2 customers got no email. For one of them: No credit',
	);
});
