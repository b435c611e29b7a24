// SPDX-License-Identifier: MIT
// The call of a JavaScript SDK for an operation of scenarios.py; the three SDKs share their names.

const Bucket = 'examplebucket-1250000000';
const Region = 'ap-guangzhou';
const Key = 'exampleobject';
const CopySource = `${Bucket}.cos.${Region}.myqcloud.com/source`;

/** A request of an API that the SDKs have no method for. */
const vectors = {
  Bucket, Region, Method: 'POST', Key: 'GetVectorBucket',
  Headers: { 'Content-Type': 'application/json' }, Body: JSON.stringify({ vectorBucketName: Bucket }),
};

/** [method, parameters] */
export function callOf(operation) {
  switch (operation) {
    case 'HeadObject': return ['headObject', { Bucket, Region, Key }];
    case 'PutObjectCopy': return ['putObjectCopy', { Bucket, Region, Key, CopySource }];
    case 'GetVectorBucket': return ['request', vectors];
    default: return ['getObject', { Bucket, Region, Key }];
  }
}
