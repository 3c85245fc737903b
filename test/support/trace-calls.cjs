'use strict';
// Preloaded into the bot: a line for each way in which one file of the bot calls another while it answers a message.
const { AsyncLocalStorage } = require('node:async_hooks');
const { writeSync } = require('node:fs');
const { Server } = require('node:http');
const Module = require('node:module');
const { join, relative } = require('node:path');

const SOURCES = join(process.cwd(), 'dist/src');
/** Mechanisms that every file calls, the records, the way out, and the inside of one room that would only take time. */
const UNSEEN = /^(?:lib|model|network|observability|storage|understanding\/(?:classifier|rules|text))\//;
const calls = new AsyncLocalStorage();
const seen = new Set();
const wrapped = new WeakMap();

/** Whatever runs inside knows which file called it. */
function traced(file, name, work) {
  if (wrapped.has(work)) return wrapped.get(work);
  const traces = function (...values) {
    const caller = calls.getStore();
    const call = () => (new.target ? Reflect.construct(work, values, new.target) : work.apply(this, values));
    if (caller === undefined) return made(file, name, call());
    if (caller !== file) note(`${caller} ${file} ${name}`);
    return made(file, name, calls.run(file, call));
  };
  Object.defineProperties(traces, { name: { value: work.name }, length: { value: work.length } });
  wrapped.set(work, traces);
  wrapped.set(traces, traces);
  return traces;
}

function note(call) {
  if (seen.has(call)) return;
  seen.add(call);
  writeSync(1, `{"event":"call","reason":"${call}"}\n`);
}

/** What a factory of the file gives is traced under its name. */
function made(file, factory, result) {
  if (result instanceof Promise) return result;
  if (typeof result === 'function') return traced(file, factory, result);
  if (result === null || typeof result !== 'object' || Object.getPrototypeOf(result) !== Object.prototype)
    return result;
  if (Object.isFrozen(result)) return result;
  for (const [name, value] of Object.entries(result))
    if (typeof value === 'function' && !/^class\b/.test(String(value)))
      result[name] = traced(file, name, value);
  return result;
}

function traceMethods(file, prototype) {
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const { value, writable } = Object.getOwnPropertyDescriptor(prototype, name);
    if (name !== 'constructor' && typeof value === 'function' && writable)
      prototype[name] = traced(file, name, value);
  }
}

const load = Module._extensions['.js'];
Module._extensions['.js'] = function (module, path) {
  load(module, path);
  const file = relative(SOURCES, path).replace(/\.js$/, '.ts');
  if (!path.startsWith(SOURCES) || UNSEEN.test(file)) return;
  for (const [name, { value, writable }] of Object.entries(
    Object.getOwnPropertyDescriptors(module.exports),
  )) {
    if (typeof value !== 'function' || !writable) continue;
    if (/^class\b/.test(String(value))) traceMethods(file, value.prototype);
    else module.exports[name] = traced(file, name, value);
  }
};

const emit = Server.prototype.emit;
Server.prototype.emit = function (event, ...rest) {
  const isTraced = event === 'request' && rest[0].method === 'POST';
  if (!isTraced) return emit.call(this, event, ...rest);
  seen.clear();
  return calls.run('http/server.ts', () => emit.call(this, event, ...rest));
};
