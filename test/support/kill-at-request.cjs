'use strict';
// Loaded into a process: at its request number KILL_AT_REQUEST to another one it is gone, as by kill -9.
const http = require('node:http');

const last = Number(process.env.KILL_AT_REQUEST);
const { request } = http;
let count = 0;
http.request = (...all) => {
  count += 1;
  if (count === last) process.kill(process.pid, 'SIGKILL');
  return request(...all);
};
