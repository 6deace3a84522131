// include ../shared/stop-for.js
const sent = $('Send Events').all();
stopFor(sent, `of ${sent.length} events failed`);
return [{ json: { sent: sent.length } }];
