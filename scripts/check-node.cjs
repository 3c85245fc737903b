'use strict';
// Plain old JavaScript, so that an old Node says this sentence instead of a syntax error.
var parts = process.versions.node.split('.').map(Number);
if (parts[0] < 20 || (parts[0] === 20 && parts[1] < 19)) {
  console.error(
    'PAL Assistant needs Node 20.19 or newer (22 or 24 recommended); this is Node ' +
      process.versions.node +
      '.',
  );
  process.exit(78);
}
