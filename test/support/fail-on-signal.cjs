'use strict';
// Preloaded into a bot: what no handler of the bot would ever let happen, when a test asks for it.
process.on('SIGUSR2', () => {
  throw new TypeError('with a secret in it');
});
