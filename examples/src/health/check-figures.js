// A problem makes the hourly run red, so that alerts reports the problem.
const { problems, text } = $('Count Figures').first().json;
if ($('Every Hour').isExecuted && problems) throw new Error(problems);
return $('Every Monday').isExecuted ? [{ json: { text } }] : [];
