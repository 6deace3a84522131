// include ./catalog.js
const reason = missingViews(jsonOf('Build Products'));
return [{ json: { ...$input.first().json, reason } }];
