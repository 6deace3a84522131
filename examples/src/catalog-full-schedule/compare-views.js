// include ../shared/catalog.js
const reason = missingViews(jsonOf('Check Products'));
return [{ json: { ...$input.first().json, reason } }];
