const { projects } = require('./jest.config.js');

/** The unit tests alone, for mutation testing. */
module.exports = projects.find(({ displayName }) => displayName === 'unit');
