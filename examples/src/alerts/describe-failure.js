// A failure keeps its key as long as only numbers and quoted texts in its message change.
const test = { key: 'test', what: 'This is a test of alerts.', seen_at: Date.now() };
if (!$('Receive Failure').isExecuted) return [{ json: $execution.mode === 'test' ? test : {} }];
const { workflow, execution, trigger } = $('Receive Failure').first().json;
const { error, lastNodeExecuted, url } = execution ?? trigger ?? {};
// The answer of a mail server names the address of a person.
const message = String(error?.message ?? 'unknown error')
	.replace(/\S+@\S+/g, '(email)')
	.slice(0, 800);
const node = lastNodeExecuted ?? error?.node?.name ?? 'its trigger';
const text = [`"${workflow?.name}" failed at "${node}": ${message}`, url]
	.filter(Boolean)
	.join(' ')
	.replace(/[<>@]/g, '');
const key = JSON.stringify([workflow?.id, node, message.replace(/"[^"]*"|\d+/g, '#')]);
return [{ json: { key, what: text, seen_at: Date.now() } }];
