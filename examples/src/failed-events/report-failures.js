// include ../shared/json.js
const rows = jsonOf('Save Outcomes');
const lost = rows.filter(({ state }) => ['refused', 'given_up'].includes(state));
const told = `events are not sent again (${[...new Set(lost.map(({ code }) => code))].join(', ')})`;
if (lost[0]) throw new Error(`${lost.length} ${told}. One of them is in row ${lost[0].id}.`);
return [{ json: { tried: rows.length } }];
