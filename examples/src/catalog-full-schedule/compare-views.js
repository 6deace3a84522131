// include ../shared/json.js
// include ../shared/missing-views.js
const reason = missingViews(jsonOf('Check Products'));
return [{ json: { ...$input.first().json, reason } }];
