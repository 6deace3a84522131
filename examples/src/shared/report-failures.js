// Everything is saved. An error makes the run red and tells why.
const items = $('Send Events').all();
const sent = items.filter(({ json }) => json.id);
const events = sent.filter(({ json }) => json.anon_uid !== null);
const failed = events.filter(({ json }) => json.kainic === undefined);
const counts = {};
for (const { json } of failed) counts[json.error?.code] = (counts[json.error?.code] ?? 0) + 1;
const codes = Object.entries(counts).map(([code, count]) => `, ${count} with the code ${code}`);
const [first] = failed.map(({ json }) => `One of them belongs to order ${json.order_id}.`);
const failures = `${failed.length} of ${events.length} events failed${codes.join('')}. ${first}`;
const { left_out } = $('Find Missing Events').first().json;
const leftOut = `${left_out.length} orders were left out: ${left_out.slice(0, 3).join(', ')}.`;
const wasCut = $('Read Progress').first().json.busy_until > 0;
const cut = 'The run before this one was cut off. Its events were sent now.';
const troubles = [first && failures, left_out.length > 0 && leftOut, wasCut && cut].filter(Boolean);
if (troubles.length > 0) throw new Error(troubles.join(' '));
return [{ json: { sent: events.length, without_visitor: sent.length - events.length } }];
