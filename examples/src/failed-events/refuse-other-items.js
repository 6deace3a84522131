const items = $('Check Events').all();
const others = items.filter(({ json: { state } }) => state === 'refused').length;
const what = `${others} of ${items.length} items are not events`;
if (others > 0) throw new Error(`${what}: platform or anon_uid is missing.`);
return [{ json: { kept: items.length } }];
