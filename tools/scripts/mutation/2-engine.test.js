const include = require('./include');

// These compare with n8n or with the other package, or need more cases than a mutant gets.
const others = /(early-answer|expressions|both-packages)\.engine\.test\.ts$/;

include((file) => file.endsWith('.engine.test.ts') && !others.test(file));
