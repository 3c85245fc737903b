'use strict';
// Preloaded into the bot: a line for each call that it makes to its records through the storage port.
const { join } = require('node:path');
const { writeSync } = require('node:fs');
const storage = require(join(process.cwd(), 'dist/src/storage/sqlite-store.js'));

const COUNTED = ['get', 'put', 'putWithLine', 'delete', 'list', 'append', 'audit', 'forgetTrail'];
const { openSqliteStore } = storage;

Object.defineProperty(storage, 'openSqliteStore', {
  value: (...given) => {
    const store = openSqliteStore(...given);
    return new Proxy(store, {
      get: (target, name) => {
        const member = target[name];
        if (typeof member !== 'function') return member;
        return (...values) => {
          const what = typeof values[0] === 'string' ? ` ${values[0]}` : '';
          if (COUNTED.includes(name)) writeSync(1, `{"event":"records.call","reason":"${name}${what}"}\n`);
          return member.apply(target, values);
        };
      },
    });
  },
});
