const include = require('./include');

include((file) => !file.endsWith('.engine.test.ts'));
