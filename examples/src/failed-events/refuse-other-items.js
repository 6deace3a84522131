const items = $('Check Events').all();
const others = items.filter(({ json: { state } }) => state === 'refused').length;
if (others > 0) throw new Error(`${others} of ${items.length} items have no platform or anon_uid.`);
return [{ json: { kept: items.length } }];
