#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the Python SDKs against the scripted servers and prints what each gave its user.

usage: driver.py SDK < ADDRESSES > LINES

SDK is cos-python-sdk-v5 or botocore; ADDRESSES is what server.py prints. A line is {"scenario",
"error": shape or null}.
"""
import concurrent.futures
import json
import logging
import sys

import shape

BUCKET, REGION, KEY = 'examplebucket-1250000000', 'ap-guangzhou', 'exampleobject'
SOURCE = {'Bucket': BUCKET, 'Region': REGION, 'Key': 'source'}


def cos_sdk(host, operation):
    from qcloud_cos import CosConfig, CosS3Client
    from qcloud_cos.cos_vectors_client import CosVectorsClient
    config = CosConfig(Region=REGION, SecretId='id', SecretKey='key', Scheme='http', Domain=host,
                       Timeout=0.5)
    if operation == 'GetVectorBucket':
        return CosVectorsClient(config).get_vector_bucket(Bucket=BUCKET)
    client = CosS3Client(config)
    if operation == 'HeadObject':
        return client.head_object(Bucket=BUCKET, Key=KEY)
    if operation == 'PutObjectCopy':
        return client.copy_object(Bucket=BUCKET, Key=KEY, CopySource=SOURCE)
    return client.get_object(Bucket=BUCKET, Key=KEY)['Body'].get_raw_stream().read()


def botocore(host, operation):
    import boto3
    from botocore.config import Config
    config = Config(read_timeout=0.5, retries={'mode': 'standard', 'total_max_attempts': 3})
    client = boto3.client('s3', endpoint_url=f'http://{host}', region_name=REGION, config=config,
                          aws_access_key_id='id', aws_secret_access_key='key')
    if operation == 'HeadObject':
        return client.head_object(Bucket=BUCKET, Key=KEY)
    if operation == 'PutObjectCopy':
        return client.copy_object(Bucket=BUCKET, Key=KEY, CopySource=f'{BUCKET}/source')
    return client.get_object(Bucket=BUCKET, Key=KEY)['Body'].read()


SDKS = {'cos-python-sdk-v5': cos_sdk, 'botocore': botocore}


def play(call, host, operation):
    try:
        call(host, operation)
    except Exception as error:                   # the SDK's, whatever it is
        return shape.of(error)
    return None


def main():
    logging.disable(logging.CRITICAL)
    call = SDKS[sys.argv[1]]
    scenarios = json.load(sys.stdin)
    with concurrent.futures.ThreadPoolExecutor(len(scenarios)) as pool:
        done = {name: pool.submit(play, call, at['host'], at['operation'])
                for name, at in scenarios.items()}
    for name, future in done.items():
        print(json.dumps({'scenario': name, 'error': future.result()}, default=str))


if __name__ == '__main__':
    main()
