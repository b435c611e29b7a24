// SPDX-License-Identifier: MIT
// A stand-in for the mini program's `wx` over http, as far as cos-wx-sdk-v5 uses it. As documented,
// every answer of a server is a success, whatever its status; where there is none, fail() gets an
// errMsg that begins with 'request:fail', in the words of the network library of Android.
'use strict';

const http = require('http');

const NET = {
  ECONNREFUSED: [-102, 'CONNECTION_REFUSED'],
  ECONNRESET: [-101, 'CONNECTION_RESET'],
  CUT: [-354, 'CONTENT_LENGTH_MISMATCH'],
};

function netError(code) {
  const [number, name] = NET[code];
  return { errno: 600001, errMsg: `request:fail errcode:${number} cronet_error_code:${number} `
                                  + `error_msg:net::ERR_${name}` };
}

function headersOf(response) {
  const header = {};
  for (let i = 0; i < response.rawHeaders.length; i += 2) {
    header[response.rawHeaders[i]] = response.rawHeaders[i + 1];
  }
  return header;
}

function request(options) {
  let done = false;
  let timer;
  const end = (call, value) => {
    if (done) return;
    done = true;
    clearTimeout(timer);
    call(value);
  };
  const sent = http.request(options.url, { method: options.method, headers: options.header });
  const abort = () => {
    end(options.fail, { errMsg: 'request:fail abort' });
    sent.destroy();
  };
  sent.on('error', (error) => end(options.fail, netError(error.code)));
  sent.on('response', (response) => {
    const chunks = [];
    response.on('data', (chunk) => chunks.push(chunk));
    response.on('error', () => end(options.fail, netError('CUT')));
    response.on('end', () => end(options.success, {
      data: Buffer.concat(chunks).toString(), statusCode: response.statusCode,
      header: headersOf(response), cookies: [], errMsg: 'request:ok',
    }));
  });
  if (options.timeout) {
    timer = setTimeout(() => {
      end(options.fail, { errno: 5, errMsg: 'request:fail timeout' });
      sent.destroy();
    }, options.timeout);
  }
  sent.end(options.data);
  return { abort, onProgressUpdate() {} };
}

const storage = new Map();

module.exports = {
  request,
  canIUse: () => true,
  getAppBaseInfo: () => ({ SDKVersion: '3.0.0', version: '8.0.0', language: 'zh_CN' }),
  getDeviceInfo: () => ({ brand: 'test', model: 'test', platform: 'android', system: 'Android 14' }),
  getSystemInfoSync: () => ({ platform: 'android', SDKVersion: '3.0.0' }),
  getNetworkType: ({ success }) => success({ networkType: 'wifi', errMsg: 'getNetworkType:ok' }),
  getFileSystemManager: () => ({}),
  getStorageSync: (key) => (storage.has(key) ? storage.get(key) : ''),
  setStorageSync: (key, value) => storage.set(key, value),
  removeStorageSync: (key) => storage.delete(key),
};
