// include ./json.js
// include ./missing-views.js
const reason = missingViews(jsonOf('Build Products'));
return [{ json: { ...$input.first().json, reason } }];
