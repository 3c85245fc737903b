'use strict';
// Preloaded into the bot: counts what it does after a request that has the header `x-kill-at`, a line on stderr for each
// step, and ends the process, as a machine that fails does, at the step with that number.
const { writeSync } = require('node:fs');
const { Server } = require('node:http');
const https = require('node:https');
const Database = require('libsql');

let killAt;
let steps = 0;

function step(what) {
  if (killAt === undefined) return;
  steps += 1;
  writeSync(2, `step ${steps} ${what}\n`);
  if (steps === killAt) process.kill(process.pid, 'SIGKILL');
}

function arm(request, response) {
  if (killAt !== undefined || request.headers['x-kill-at'] === undefined) return;
  killAt = Number(request.headers['x-kill-at']);
  step('received');
  response.on('finish', () => step('answered'));
}

const emit = Server.prototype.emit;
Server.prototype.emit = function (event, ...rest) {
  if (event === 'request') arm(...rest);
  return emit.call(this, event, ...rest);
};

const prepare = Database.prototype.prepare;
Database.prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql);
  const run = statement.run;
  const isWrite = /^\s*(insert|update|delete from records where collection)/i.test(sql);
  if (!isWrite) return statement;
  statement.run = function (...values) {
    const what = `${sql.trim().split(/\s+/)[0].toLowerCase()} ${typeof values[0] === 'string' ? values[0].slice(0, 20) : ''}`;
    step(`before ${what}`);
    const result = run.apply(this, values);
    step(`after ${what}`);
    return result;
  };
  return statement;
};

const request = https.request;
https.request = function (...given) {
  const made = request.apply(this, given);
  const name = `${made.method} ${made.path.split('?')[0].slice(0, 40)}`;
  step(`asking ${name}`);
  made.on('finish', () => step(`asked ${name}`));
  made.on('response', () => step(`heard ${name}`));
  return made;
};
