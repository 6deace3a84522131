const include = require('./include');

// These compare with n8n or with the other package, or need more cases than a mutant gets.
include('engine', /^(catalog\/early|expressions|one|package)/);
