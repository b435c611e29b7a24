// SPDX-License-Identifier: MIT
// A stand-in for the browser's XMLHttpRequest over http, as far as cos-js-sdk-v5 uses it. It behaves
// as a page of another origin sees it: only exposed headers, in the order of their names; no status
// and no reason where the network failed. chromium.py holds it to a real browser.
'use strict';

const http = require('http');

const SAFE = ['cache-control', 'content-language', 'content-length', 'content-type', 'expires',
              'last-modified', 'pragma'];

class XMLHttpRequest {
  constructor() {
    this.headers = {};
    this.upload = {};
    this.timeout = 0;
    this.reset();
  }

  reset() {
    this.status = 0;
    this.statusText = '';
    this.response = this.responseText = '';
    this.seen = {};
  }

  open(method, url) {
    this.method = method;
    this.url = url;
  }

  setRequestHeader(name, value) {
    this.headers[name] = String(value);
  }

  getAllResponseHeaders() {
    return Object.keys(this.seen).sort().map((name) => `${name}: ${this.seen[name]}\r\n`).join('');
  }

  fail(name) {
    if (this.done) return;
    this.done = true;
    this.reset();
    if (this[name]) this[name]({ type: name.slice(2) });
  }

  abort() {
    this.done = true;
    if (this.request) this.request.destroy();
  }

  send(body) {
    this.request = http.request(this.url, { method: this.method, headers: this.headers });
    this.request.on('error', () => this.fail('onerror'));
    this.request.on('response', (response) => this.receive(response));
    if (this.timeout) this.timer = setTimeout(() => this.expire(), this.timeout);
    this.request.end(body);
  }

  expire() {
    this.fail('ontimeout');
    this.request.destroy();
  }

  receive(response) {
    const chunks = [];
    response.on('data', (chunk) => chunks.push(chunk));
    response.on('error', () => this.fail('onerror'));
    response.on('end', () => this.finish(response, Buffer.concat(chunks).toString()));
  }

  finish(response, text) {
    if (this.done) return;
    this.done = true;
    clearTimeout(this.timer);
    const exposed = (response.headers['access-control-expose-headers'] || '').toLowerCase();
    const allowed = SAFE.concat(exposed.split(',').map((name) => name.trim()));
    for (const name of allowed) {
      if (response.headers[name] !== undefined) this.seen[name] = response.headers[name];
    }
    this.status = response.statusCode;
    this.statusText = response.statusMessage;
    this.response = this.responseText = text;
    this.onload({ type: 'load' });
  }
}

module.exports = XMLHttpRequest;
