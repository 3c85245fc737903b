'use strict';
// Loaded before a program of the product: names under .example, which nobody owns, are this machine, so that a program in
// production settings, which refuses localhost, can be tried here.
const dns = require('node:dns');

const lookup = dns.lookup;
dns.lookup = (host, ...others) => lookup(host.endsWith('.cloud.example') ? '127.0.0.1' : host, ...others);
