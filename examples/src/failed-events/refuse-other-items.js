const items = jsonOf('Check Events');
const others = items.filter(({ state }) => state === 'refused').length;
if (others > 0) throw new Error(`${others} of ${items.length} items have no platform or anon_uid.`);
return [{ json: { kept: items.length } }];
