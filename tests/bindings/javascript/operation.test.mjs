// SPDX-License-Identifier: MIT
// Operations by their requests, where the bucket is in the path; the vectors have the others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coserr } from './paths.mjs';

const REQUESTS = [
  ['GET', 'https://cos.ap-beijing.myqcloud.com/', 'GetService'],
  ['GET', 'https://cos.ap-beijing.myqcloud.com/b-1', 'GetBucket'],
  ['GET', 'https://cos.ap-beijing.myqcloud.com/b-1/', 'GetBucket'],
  ['GET', 'https://cos.ap-beijing.myqcloud.com/b-1/k', 'GetObject'],
  ['PUT', 'https://COS.accelerate.MYQCLOUD.com:443/b-1/k', 'PutObject'],
  ['GET', 'https://service.cos.myqcloud.com/b-1/k', 'GetObject'],
  ['GET', 'https://files.example.com/k', 'GetObject'],
  ['GET', 'https://b-1.cos.ap-beijing.myqcloud.com/?acl&', 'GetBucketAcl'],
  ['GET', 'https://b-1.cos.ap-beijing.myqcloud.com/?&acl=', 'GetBucketAcl'],
  ['GET', 'https://b-1.cos.ap-beijing.myqcloud.com/?nothing', undefined],
  ['get', 'https://b-1.cos.ap-beijing.myqcloud.com/', undefined],
];

test('by method and URL', () => {
  for (const [method, url, name] of REQUESTS) {
    assert.equal(coserr.operationOfRequest(method, url)?.name, name, `${method} ${url}`);
  }
});

test('by headers in every form', () => {
  const forms = [
    { Host: ['', 'b-1.cos.ap-x.myqcloud.com'], 'X-Cos-Copy-Source': 'b-2/k' },
    [
      ['host', 'b-1.cos.ap-x.myqcloud.com'],
      ['x-cos-copy-source', 'b-2/k'],
    ],
    new Headers({ host: 'b-1.cos.ap-x.myqcloud.com', 'x-cos-copy-source': 'b-2/k' }),
  ];
  for (const headers of forms) {
    assert.equal(coserr.operationOfRequest('PUT', '/k', headers).name, 'PutObjectCopy');
  }
  const blank = { host: 'b-1.cos.ap-x.myqcloud.com', 'x-cos-copy-source': [' ', ''] };
  assert.equal(coserr.operationOfRequest('PUT', '/k', blank).name, 'PutObject');
});
