const include = require('./include');

// These take minutes, or run in processes of their own.
include('engine', /^(catalog\/(early|memory)|expressions|options|package|one)/);
