#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the Python SDKs against the scripted servers and prints what each gave its user.

usage: driver.py SDK [--retry] < ADDRESSES > LINES

SDK is cos-python-sdk-v5 or botocore; with --retry coserr repeats requests in place of the SDK, in
four attempts. ADDRESSES is what server.py prints. A line is {"scenario",
"error": shape or null, "says": what coserr says, where it is installed}.
"""
import concurrent.futures
import json
import logging
import sys
import time

import shape

try:
    import coserr
except ImportError:
    coserr = None

BUCKET, REGION, KEY = 'examplebucket-1250000000', 'ap-guangzhou', 'exampleobject'
SOURCE = {'Bucket': BUCKET, 'Region': REGION, 'Key': 'source'}


def cos_sdk(host, operation, seconds):
    from qcloud_cos import CosConfig, CosS3Client
    from qcloud_cos.cos_vectors_client import CosVectorsClient
    config = CosConfig(Region=REGION, SecretId='id', SecretKey='key', Scheme='http', Domain=host,
                       Timeout=seconds)
    if RETRY:
        import coserr.requests
        client = CosS3Client(config, retry=0, session=coserr.requests.Session(max_attempts=4))
    else:
        client = CosS3Client(config)
    if operation == 'GetVectorBucket':
        return CosVectorsClient(config).get_vector_bucket(Bucket=BUCKET)
    if operation == 'HeadObject':
        return client.head_object(Bucket=BUCKET, Key=KEY)
    if operation == 'PutObjectCopy':
        return client.copy_object(Bucket=BUCKET, Key=KEY, CopySource=SOURCE)
    return client.get_object(Bucket=BUCKET, Key=KEY)['Body'].get_raw_stream().read()


def botocore(host, operation, seconds):
    import boto3
    from botocore.config import Config
    config = Config(read_timeout=seconds, retries={'mode': 'standard', 'total_max_attempts': 3})
    client = boto3.client('s3', endpoint_url=f'http://{host}', region_name=REGION, config=config,
                          aws_access_key_id='id', aws_secret_access_key='key')
    if operation == 'HeadObject':
        return client.head_object(Bucket=BUCKET, Key=KEY)
    if operation == 'PutObjectCopy':
        return client.copy_object(Bucket=BUCKET, Key=KEY, CopySource=f'{BUCKET}/source')
    return client.get_object(Bucket=BUCKET, Key=KEY)['Body'].read()


RETRY = '--retry' in sys.argv[2:]
SDKS = {'cos-python-sdk-v5': cos_sdk, 'botocore': botocore}


def says(error, operation):
    """What coserr says to it: the result in short, and what to do after a first attempt."""
    result = coserr.explain(error, operation=operation, received_at=time.time())
    if result is None:
        return None
    delays = [coserr.decide(result, 1, random=number, replayable=True) for number in (0, 2**32 - 1)]
    return {'kind': result.kind, 'code': result.code, 'status': result.status,
            'message': {lang: result.text(lang).message for lang in ('en', 'zh-CN')},
            'action': delays[0].action, 'delay_ms': [delay.delay_ms for delay in delays]}


def play(call, at):
    """The line of one scenario, but for its name."""
    try:
        call(at['host'], at['operation'], at['timeout_ms'] / 1000)
    except Exception as error:                   # the SDK's, whatever it is
        line = {'error': shape.of(error)}
        return {**line, 'says': says(error, at['operation'])} if coserr else line
    return {'error': None}


def main():
    logging.disable(logging.CRITICAL)
    call = SDKS[sys.argv[1]]
    scenarios = json.load(sys.stdin)
    with concurrent.futures.ThreadPoolExecutor(len(scenarios)) as pool:
        done = {name: pool.submit(play, call, at) for name, at in scenarios.items()}
    for name, future in done.items():
        print(json.dumps({'scenario': name, **future.result()}, default=str))


if __name__ == '__main__':
    main()
